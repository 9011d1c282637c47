package org.biggantune.runfolder;

import java.nio.file.Path;
import org.biggantune.domain.StopCheck;

/**
 * Where the state of a class's tuning is saved, and when.
 *
 * @param directory the run's folder
 * @param path the class's {@code state.bin}
 * @param run the digest of the run's identity
 * @param every the steps between two states
 * @param stop ends the tuning, its state saved
 */
public record StateFile(Path directory, Path path, String run, int every, StopCheck stop) {}
