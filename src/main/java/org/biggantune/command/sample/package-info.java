/**
 * {@code sample}: {@link org.biggantune.command.sample.SamplePlan} says what is to be drawn, {@link
 * org.biggantune.command.sample.SampleRun} draws it.
 */
package org.biggantune.command.sample;
