package org.biggantune.io;

import java.io.IOException;
import java.nio.file.Path;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * A file with the digest of its content, for checking that whatever was read from it is that content: open and read the
 * file as often as needed, then call {@link #requireUntouched}.
 *
 * @param file the path
 * @param stamp its stamp before the digest was computed
 * @param sha256 the digest of its bytes, lower-case hexadecimal
 */
public record DigestedFile(Path file, FileStamp stamp, String sha256) {
    /**
     * Digests a file.
     *
     * @throws MissingInputException if it does not exist
     * @throws SettingsConflictException if it changes in the meantime
     */
    public static DigestedFile of(Path file) {
        FileStamp before = stampOf(file);
        DigestedFile digested = new DigestedFile(file, before, Sha256.of(file));
        if (!before.sameTimes(stampOf(file))) {
            throw new SettingsConflictException(file + ": changed while it was read; run again once it is complete");
        }
        return digested;
    }

    /**
     * Requires that the file was neither modified nor replaced since its digest was started, so that everything read
     * since is the digested content. Does not read a file with an unchanged stamp.
     *
     * @throws SettingsConflictException if it was; the message contains both digests
     */
    public void requireUntouched() {
        FileStamp now = stampNow();
        if (stamp.equals(now)) {
            return;
        }
        String digest = Sha256.of(file);
        if (!stamp.sameTimes(now) || !digest.equals(sha256)) {
            throw changed(digest);
        }
    }

    /** Whether the file was modified or replaced since its digest was started. */
    public boolean touched() {
        return !stamp.equals(stampNow());
    }

    private FileStamp stampNow() {
        try {
            return FileStamp.of(file);
        } catch (IOException e) {
            throw new MissingInputException(
                    file + ": was removed while it was in use; put it back, or install it again, and run again", e);
        }
    }

    /**
     * Requires that the file still has the digested content, by digesting it again.
     *
     * @return the new digest, for {@link #requireUntouched} after further reads
     * @throws SettingsConflictException if it does not; the message contains both digests
     */
    public DigestedFile requireSameContent() {
        stampNow();
        DigestedFile now = of(file);
        if (!now.sha256.equals(sha256)) {
            throw changed(now.sha256);
        }
        return now;
    }

    private SettingsConflictException changed(String now) {
        return new SettingsConflictException(file + ": changed while it was in use: its SHA-256 was " + sha256
                + (now.equals(sha256) ? " and is the same again" : ", now it is " + now)
                + "; put the file back and run again, or start a new run with the new one");
    }

    private static FileStamp stampOf(Path file) {
        try {
            return FileStamp.of(file);
        } catch (IOException e) {
            throw new MissingInputException(file + ": no such file; check the path", e);
        }
    }
}
