package org.biggantune.runfolder;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;

/** Claims classes in a run's folder that several processes tune at the same time. Not thread-safe. */
public final class ClassClaims {
    private final RunDirectory directory;
    private final ClaimTiming timing;
    private final ClaimWatch watch;

    /** Creates the claims of this process on a run's folder. */
    public ClassClaims(RunDirectory directory) {
        this(directory, ClaimTiming.DEFAULT);
    }

    ClassClaims(RunDirectory directory, ClaimTiming timing) {
        this.directory = directory;
        this.timing = timing;
        this.watch = new ClaimWatch(timing.stale());
    }

    /**
     * Claims a class and opens its folder, creating it if missing; the caller closes it.
     *
     * @return empty if another process holds the class or may hold it; one on another machine is presumed gone only after it
     *     has been silent for some time, counted from the first call
     */
    public Optional<ClassFolder> open(ClassLabel label) {
        Path path = directory.createClass(label);
        return FolderClaim.tryAcquire(path, watch, timing).map(claim -> ClassFolder.open(path, claim));
    }

    /** Describes the process that certainly holds a class; empty if none does or it is not certain. */
    public Optional<String> holder(ClassLabel label) {
        Path path = directory.classPath(label);
        Optional<ClaimFile> claim = ClaimFile.latest(path);
        return watch.look(path, claim) == ClaimWatch.Standing.HELD ? claim.map(ClaimFile::holder) : Optional.empty();
    }
}
