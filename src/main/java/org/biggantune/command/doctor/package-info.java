/**
 * {@code doctor}: whether this machine has what it takes ({@link org.biggantune.command.doctor.DoctorRun}), and the
 * libraries for GPUs.
 */
package org.biggantune.command.doctor;
