package org.biggantune.command.tune;

/** A command whose run can be one of a sweep. */
public interface SweptCommand {
    /**
     * The run that the options ask for; nothing is opened yet.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if an option's value is out of range
     */
    TuningRun prepare();
}
