/**
 * The command {@code sample}: {@link org.biggantune.command.sample.SamplePlan} holds the images to be drawn, {@link
 * org.biggantune.command.sample.SampleRun} draws them.
 */
package org.biggantune.command.sample;
