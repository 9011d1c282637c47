package org.biggantune.runfolder;

import java.nio.file.Path;
import org.biggantune.domain.StopCheck;

/**
 * Where and how often the state of a class is saved.
 *
 * @param directory the run's folder
 * @param path the class's {@code state.bin}
 * @param run the digest of the run's identity
 * @param every the steps between two states
 * @param stop stops the tuning, after saving its state
 */
public record StateFile(Path directory, Path path, String run, int every, StopCheck stop) {}
