package org.biggantune.command.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.image.CompactPicture;

/**
 * The pictures made during the tuning of a class, by restart.
 *
 * @param restarts the restarts that have pictures
 * @param shown the number of pictures on the page
 * @param all the number of pictures in the folder
 */
record FilmStrip(List<Restart> restarts, int shown, int all) {
    private static final Pattern NAME = Pattern.compile("(\\d{1,9})-(\\d{1,9})\\.png");
    private static final int MOST_PICTURES = 36;
    private static final int LEAST_OF_A_RESTART = 2;
    private static final int MOST_BYTES = 48 << 10;

    /**
     * The pictures of a restart.
     *
     * @param number counted from 1
     * @param frames in the order of steps
     */
    record Restart(int number, List<Frame> frames) {}

    /**
     * A picture.
     *
     * @param step the number of steps before it
     * @param address the picture as a data URL
     */
    record Frame(int step, String address, int width, int height) {}

    /** Returns whether some pictures are not shown. */
    boolean thinned() {
        return shown < all;
    }

    /**
     * Reads the pictures in the {@code steps} folder of a class. If there are too many, evenly spaced ones are shown,
     * including the first and the last of each restart. Damaged ones are skipped.
     */
    static FilmStrip of(Path classFolder) {
        Map<Integer, TreeMap<Integer, Path>> files = files(classFolder.resolve("steps"));
        int each = Math.max(LEAST_OF_A_RESTART, MOST_PICTURES / Math.max(1, files.size()));
        List<Restart> restarts = new ArrayList<>();
        int all = 0;
        int shown = 0;
        for (Map.Entry<Integer, TreeMap<Integer, Path>> restart : files.entrySet()) {
            List<Map.Entry<Integer, Path>> pictures =
                    List.copyOf(restart.getValue().entrySet());
            List<Frame> frames = new ArrayList<>();
            int count = Math.min(each, pictures.size());
            for (int i = 0; i < count; i++) {
                int place = count == 1 ? 0 : (int) ((long) i * (pictures.size() - 1) / (count - 1));
                add(frames, pictures.get(place));
            }
            all += pictures.size();
            shown += frames.size();
            restarts.add(new Restart(restart.getKey() + 1, frames));
        }
        return new FilmStrip(restarts, shown, all);
    }

    private static void add(List<Frame> frames, Map.Entry<Integer, Path> picture) {
        try {
            CompactPicture compact = CompactPicture.of(picture.getValue(), MOST_BYTES);
            frames.add(new Frame(picture.getKey(), compact.address(), compact.width(), compact.height()));
        } catch (BigganTuneException e) {
            // A damaged picture counts, but is not shown.
        }
    }

    private static Map<Integer, TreeMap<Integer, Path>> files(Path folder) {
        Map<Integer, TreeMap<Integer, Path>> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    found.computeIfAbsent(Integer.parseInt(name.group(1)), unused -> new TreeMap<>())
                            .put(Integer.parseInt(name.group(2)), file);
                }
            });
        } catch (IOException e) {
            found.clear();
        }
        return found;
    }
}
