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

/** What a process of this tool ends with, so that scripts can tell failures apart (numbers after BSD's sysexits). */
public enum ExitCode {
    /** Done. */
    DONE(0, "done"),
    /** A failure that no rule foresaw, or a difference found by {@code verify}. */
    FAILED(1, "a bug; verify: the files differ in more than class embeddings"),
    /** A wrong option or argument. */
    USAGE(2, "wrong option or argument"),
    /** An input that is damaged or of a kind that is not read. */
    BAD_INPUT(65, "input damaged or not supported"),
    /** An input that is not there. */
    NO_INPUT(66, "input missing"),
    /** A device, native library or network that cannot be used, or too little memory. */
    UNAVAILABLE(69, "device, native library or network not available, or too little memory"),
    /** Numbers that are no longer finite. */
    DIVERGED(70, "tuning diverged, or drew images that hold NaN"),
    /** An output that cannot be made. */
    CANNOT_CREATE(73, "cannot create an output"),
    /** An output that could not be written to its end. */
    CANNOT_WRITE(74, "cannot write an output, such as on a full disk"),
    /** Stopped by a signal. */
    STOPPED(75, "a tuning stopped by a signal; run again to continue (other commands: 128 and its number)"),
    /** Settings that contradict each other. */
    CONFLICT(78, "settings contradict each other or the models");

    /** A shell's code of a process that a signal ended is this and the signal's number. */
    private static final int BY_SIGNAL = 128;

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number. */
    public int code() {
        return code;
    }

    /** What it means, for the help text. */
    public String meaning() {
        return meaning;
    }

    /** What a process ends with after a failure: one of these, or what a signal means where nothing can be continued. */
    public static int codeOf(Throwable failure) {
        return failure instanceof StoppedException stopped && stopped.signal() > 0
                ? BY_SIGNAL + stopped.signal()
                : of(failure).code();
    }

    /** The exit code of a failure. */
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
