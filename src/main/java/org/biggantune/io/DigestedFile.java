package org.biggantune.io;

import java.io.IOException;
import java.nio.file.Path;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * A file whose content was digested, so that what is read of it before and after can be told to be that content: open it,
 * read as often as needed, then ask {@link #requireUntouched}.
 *
 * @param file the path
 * @param stamp what the file system said of it before the digest
 * @param sha256 the digest of its bytes, lower-case hexadecimal
 */
public record DigestedFile(Path file, FileStamp stamp, String sha256) {
    /**
     * Digests a file.
     *
     * @throws MissingInputException if it is not there
     * @throws SettingsConflictException if it changes meanwhile
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
     * Requires that nobody wrote to the file, or put another one in its place, since its digest began; so that whatever
     * was read in between is what was digested. Reads nothing of a file that is as it was.
     *
     * @throws SettingsConflictException if someone did; it names both digests
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

    /** Whether somebody wrote to the file, or put another one in its place, since its digest began. */
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
     * @return the file as it was digested now, to ask {@link #requireUntouched} of what is read next
     * @throws SettingsConflictException if it has not; it names both digests
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
                + (now.equals(sha256) ? " and is so again" : ", now it is " + now)
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
