package org.biggantune.command.evaluate;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;

/** Collects the real images of a class that cannot be read: the first one is an error, or all are skipped. Thread-safe. */
final class UnreadableImages {
    private final boolean skip;
    private final Map<Integer, String> reasons = new ConcurrentSkipListMap<>();

    /**
     * Creates an empty collection.
     *
     * @param skip whether unreadable images are skipped
     */
    UnreadableImages(boolean skip) {
        this.skip = skip;
    }

    /**
     * Adds an image.
     *
     * @param picture its index in the sample
     * @param name its name for messages
     * @param failure why it cannot be read, with a message that starts with the name
     * @throws BigganTuneException if unreadable images are not skipped
     */
    void add(int picture, String name, BigganTuneException failure) {
        String message = String.valueOf(failure.getMessage());
        if (!skip && failure instanceof MissingInputException) {
            throw failure;
        }
        if (!skip) {
            throw new CorruptInputException(message + "; --skip-unreadable skips such images", failure);
        }
        String prefix = name + ": ";
        reasons.put(picture, message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }

    /**
     * Adds images that an earlier evaluation could not read.
     *
     * @return whether they were accepted: images are skipped, or there are none
     */
    boolean accept(Map<Integer, String> known) {
        if (!skip && !known.isEmpty()) {
            return false;
        }
        reasons.putAll(known);
        return true;
    }

    /** Returns why each image cannot be read, by its index in the sample. */
    Map<Integer, String> reasons() {
        return new TreeMap<>(reasons);
    }
}
