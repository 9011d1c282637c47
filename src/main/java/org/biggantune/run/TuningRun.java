package org.biggantune.run;

import java.nio.file.Path;
import java.util.Optional;

/** A run that tunes classes into a folder: alone, or as one of a sweep. */
public abstract sealed class TuningRun permits ImproveRun, RepurposeRun {
    /** For the kinds of runs. */
    TuningRun() {}

    /**
     * Runs, or goes on where an earlier run of the same folder stopped.
     *
     * @return what was found, class by class
     * @throws org.biggantune.domain.BigganTuneException if something that the user can mend is wrong
     */
    public final ImproveSummary execute() {
        try (StopSignal stop = StopSignal.listen()) {
            return execute(stop);
        }
    }

    /** Runs until a signal that is listened for elsewhere. */
    abstract ImproveSummary execute(StopSignal stop);

    /**
     * Checks models, classes and an earlier run of the folder, as running does before it tunes; writes nothing.
     *
     * @throws org.biggantune.domain.BigganTuneException if running would be refused
     */
    abstract void check();

    /** Where the generator with the tuned rows is to go, if wanted. */
    abstract Optional<Path> writeGenerator();
}
