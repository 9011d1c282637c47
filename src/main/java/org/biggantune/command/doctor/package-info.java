/**
 * The command {@code doctor}: {@link org.biggantune.command.doctor.DoctorRun} examines the machine and installs the libraries
 * for GPUs.
 */
package org.biggantune.command.doctor;
