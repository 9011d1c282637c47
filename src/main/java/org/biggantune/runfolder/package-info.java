/**
 * The folder of a run: {@link org.biggantune.runfolder.RunDirectory} knows the names in it and holds its lock, {@link
 * org.biggantune.runfolder.ClassFolder} is a class in it, {@link org.biggantune.runfolder.SavedTuning} the state of
 * one under way, {@link org.biggantune.runfolder.FinishedRun} what others read of it.
 */
package org.biggantune.runfolder;
