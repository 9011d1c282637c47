package org.biggantune.runfolder;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;

/** The classes of a folder that several processes tune at once, as one of them claims them. Not for several threads. */
public final class ClassClaims {
    private final RunDirectory directory;
    private final ClaimTiming timing;
    private final ClaimWatch watch;

    /** The classes of a run's folder, none of them looked at so far. */
    public ClassClaims(RunDirectory directory) {
        this(directory, ClaimTiming.DEFAULT);
    }

    ClassClaims(RunDirectory directory, ClaimTiming timing) {
        this.directory = directory;
        this.timing = timing;
        this.watch = new ClaimWatch(timing.stale());
    }

    /**
     * Opens a class's folder to tune the class, made if missing; the caller closes it.
     *
     * @return empty if another process holds it, or may hold it: one on another machine is gone only when it was not heard
     *     of for a time, watched from the first call on
     */
    public Optional<ClassFolder> open(ClassLabel label) {
        Path path = directory.createClass(label);
        return FolderClaim.tryAcquire(path, watch, timing).map(claim -> ClassFolder.open(path, claim));
    }

    /** Who holds a class for certain, in words; empty where that is not known, or nobody does. */
    public Optional<String> holder(ClassLabel label) {
        Path path = directory.classPath(label);
        Optional<ClaimFile> claim = ClaimFile.latest(path);
        return watch.look(path, claim) == ClaimWatch.Standing.HELD ? claim.map(ClaimFile::holder) : Optional.empty();
    }
}
