/**
 * The folder of a run. {@link org.biggantune.runfolder.RunDirectory} defines the file names and claims the folder, {@link
 * org.biggantune.runfolder.ClassFolder} is the folder of a class, {@link org.biggantune.runfolder.SavedTuning} the saved
 * state of a class, {@link org.biggantune.runfolder.FinishedRun} the view for other commands.
 */
package org.biggantune.runfolder;
