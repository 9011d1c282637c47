package org.biggantune.cli;

import java.nio.file.InvalidPathException;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.failure.DivergedException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.NetworkUnavailableException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.domain.failure.WriteFailedException;

/** The tool's exit codes, which let scripts distinguish failures. The numbers follow BSD's {@code sysexits.h}. */
public enum ExitCode {
    /** Done. */
    DONE(0, "done"),
    /** A bug, or a difference found by {@code verify}. */
    FAILED(1, "a bug; verify: the files differ in more than class embeddings"),
    /** A wrong option or argument. */
    USAGE(2, "wrong option or argument"),
    /** A damaged or unsupported input. */
    BAD_INPUT(65, "input damaged or not supported"),
    /** A missing input. */
    NO_INPUT(66, "input missing"),
    /** A device, native library or network that cannot be used, or too little memory. */
    UNAVAILABLE(69, "device, native library or network not available, or too little memory"),
    /** Numbers that are no longer finite. */
    DIVERGED(70, "tuning diverged, or the generator produced NaN"),
    /** An output that cannot be created. */
    CANNOT_CREATE(73, "cannot create an output"),
    /** An output that could not be written completely. */
    CANNOT_WRITE(74, "cannot write an output, for example because the disk is full"),
    /** Stopped by a signal. */
    STOPPED(75, "tuning stopped by a signal; run again to resume (other commands: 128 + signal number)"),
    /** Settings that contradict each other. */
    CONFLICT(78, "settings that contradict each other or the models");

    /** A shell reports a process killed by a signal as this plus the signal's number. */
    private static final int BY_SIGNAL = 128;

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Returns the number. */
    public int code() {
        return code;
    }

    /** Returns the meaning, for the help text. */
    public String meaning() {
        return meaning;
    }

    /** Returns the number for a failure: that of a constant, or 128 plus a signal's number if nothing can be resumed. */
    public static int codeOf(Throwable failure) {
        return failure instanceof StoppedException stopped && stopped.signal() > 0
                ? BY_SIGNAL + stopped.signal()
                : of(failure).code();
    }

    /** Maps a failure to its exit code. */
    public static ExitCode of(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return UNAVAILABLE;
        } else if (failure instanceof InvalidPathException) {
            return USAGE;
        } else if (!(failure instanceof BigganTuneException)) {
            return FAILED;
        } else if (failure instanceof InvalidOptionException) {
            return USAGE;
        } else if (failure instanceof CorruptInputException || failure instanceof UnsupportedInputException) {
            return BAD_INPUT;
        } else if (failure instanceof MissingInputException) {
            return NO_INPUT;
        } else if (failure instanceof DeviceUnavailableException || failure instanceof NetworkUnavailableException) {
            return UNAVAILABLE;
        } else if (failure instanceof DivergedException) {
            return DIVERGED;
        } else if (failure instanceof CannotCreateException) {
            return CANNOT_CREATE;
        } else if (failure instanceof WriteFailedException) {
            return CANNOT_WRITE;
        } else if (failure instanceof StoppedException) {
            return STOPPED;
        } else if (failure instanceof SettingsConflictException) {
            return CONFLICT;
        }
        throw new AssertionError(failure);
    }
}
