package org.biggantune.command.evaluate;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;

/**
 * The real images of a class that cannot be read: either the first one ends the evaluation, or all are left out.
 * Thread-safe.
 */
final class UnreadableImages {
    private final boolean skip;
    private final Map<Integer, String> reasons = new ConcurrentSkipListMap<>();

    /**
     * Without an image so far.
     *
     * @param skip whether they are left out
     */
    UnreadableImages(boolean skip) {
        this.skip = skip;
    }

    /**
     * Notes an image.
     *
     * @param picture its place in the sample
     * @param name what it is called
     * @param failure why it cannot be read, in a message that begins with the name
     * @throws BigganTuneException if they are not to be left out
     */
    void add(int picture, String name, BigganTuneException failure) {
        String message = String.valueOf(failure.getMessage());
        if (!skip && failure instanceof MissingInputException) {
            throw failure;
        }
        if (!skip) {
            throw new CorruptInputException(message + "; --skip-unreadable leaves such images out", failure);
        }
        String prefix = name + ": ";
        reasons.put(picture, message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }

    /**
     * Takes over what is known of earlier.
     *
     * @return whether that is allowed: the images may be left out, or there are none
     */
    boolean accept(Map<Integer, String> known) {
        if (!skip && !known.isEmpty()) {
            return false;
        }
        reasons.putAll(known);
        return true;
    }

    /** Why each cannot be read, by its place in the sample. */
    Map<Integer, String> reasons() {
        return new TreeMap<>(reasons);
    }
}
