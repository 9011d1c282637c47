package org.biggantune.cli;

import org.biggantune.run.TuningRun;

/** A command whose run can be one of a sweep. */
interface SweptCommand {
    /**
     * The run that the options ask for; nothing is opened yet.
     *
     * @throws org.biggantune.domain.BigganTuneException if an option's value is out of range
     */
    TuningRun prepare();
}
