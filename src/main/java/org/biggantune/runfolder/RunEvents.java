package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.MessageText;
import org.biggantune.io.RegularFile;
import org.biggantune.report.JsonLines;

/**
 * A run's {@code events.jsonl}, which has the lines of its finished classes, one class after the other. If a class already
 * has lines, because it was tuned again or because an earlier process was killed while adding them, they are replaced.
 */
public final class RunEvents {
    private static final int BLOCK = 1 << 16;

    /** The start of a class's line. */
    private static final Pattern BEGINNING = Pattern.compile("\\{\"class\":(\\d{1,9}),.*", Pattern.DOTALL);

    private static final int BEGINNING_LENGTH = 24;
    private static final int NO_CLASS = -1;

    /** Consecutive lines of one class, or of none. */
    private record Segment(int classIndex, long from, long to) {}

    private final Path file;
    private Optional<Content> known = Optional.empty();

    /**
     * The structure of the file.
     *
     * @param segments the whole file, in order
     * @param classes the classes with lines, for fast lookup
     */
    private record Content(List<Segment> segments, Set<Integer> classes) {
        static Content of(List<Segment> segments) {
            Set<Integer> classes = new HashSet<>();
            segments.forEach(segment -> classes.add(segment.classIndex()));
            return new Content(segments, classes);
        }

        void add(Segment segment) {
            segments.add(segment);
            classes.add(segment.classIndex());
        }
    }

    /** Opens a file, which need not exist. */
    RunEvents(Path file) {
        this.file = file;
    }

    /**
     * Adds the lines of a class to the file and forces them to disk, in place of the class's earlier lines or at the end.
     *
     * @param classIndex the class
     * @param lines the file of the class's lines, each ending with a line feed
     */
    void put(int classIndex, Path lines) {
        Content content = content();
        if (content.classes().contains(classIndex)) {
            known = Optional.empty();
            AtomicFile.write(file, channel -> replace(content.segments(), classIndex, lines, channel));
        } else {
            try (JsonLines all = JsonLines.append(file)) {
                long from = all.length();
                all.appendLines(lines);
                content.add(new Segment(classIndex, from, all.length()));
            }
        }
    }

    /**
     * Writes the lines of classes of several runs into one file, class after class.
     *
     * @param root the folder whose {@code events.jsonl} is replaced
     * @param runs the folder of the run that each class is taken from, in order
     * @throws org.biggantune.domain.failure.WriteFailedException if they cannot be read or written
     */
    public static void join(Path root, Map<ClassLabel, Path> runs) {
        Map<Path, RunEvents> opened = new HashMap<>();
        AtomicFile.write(root.resolve(RunDirectory.EVENTS), channel -> {
            for (Map.Entry<ClassLabel, Path> entry : runs.entrySet()) {
                Path run = entry.getValue();
                Path own = RunDirectory.classPath(run, entry.getKey()).resolve(RunDirectory.EVENTS);
                if (RegularFile.exists(own)) {
                    copy(own, channel);
                } else {
                    opened.computeIfAbsent(run, unused -> new RunEvents(run.resolve(RunDirectory.EVENTS)))
                            .copy(entry.getKey().index(), channel);
                }
            }
        });
    }

    private void copy(int classIndex, FileChannel target) throws IOException {
        List<Segment> own = content().segments().stream()
                .filter(segment -> segment.classIndex() == classIndex)
                .toList();
        if (!own.isEmpty()) {
            try (FileChannel source = FileChannel.open(file)) {
                for (Segment segment : own) {
                    copy(source, segment.from(), segment.to(), target);
                }
            }
        }
    }

    private static void copy(Path lines, FileChannel target) throws IOException {
        try (FileChannel source = FileChannel.open(lines)) {
            copy(source, 0, source.size(), target);
        }
    }

    /**
     * Passes the lines of a class to a consumer, in order.
     *
     * @return the number of lines without a JSON object
     */
    int each(int classIndex, Consumer<ObjectNode> lines) throws IOException {
        int unreadable = 0;
        for (Segment segment : content().segments()) {
            if (segment.classIndex() == classIndex) {
                unreadable += EventLines.each(file, segment.from(), segment.to(), lines);
            }
        }
        return unreadable;
    }

    private void replace(List<Segment> segments, int classIndex, Path lines, FileChannel target) throws IOException {
        boolean placed = false;
        try (FileChannel old = FileChannel.open(file)) {
            for (Segment segment : segments) {
                if (segment.classIndex() != classIndex) {
                    copy(old, segment.from(), segment.to(), target);
                } else if (!placed) {
                    copy(lines, target);
                    placed = true;
                }
            }
        }
    }

    private static void copy(FileChannel source, long from, long to, FileChannel target) throws IOException {
        for (long at = from; at < to; ) {
            long count = source.transferTo(at, to - at, target);
            if (count <= 0) {
                throw new IOException("lines end at byte " + at + ", expected " + to);
            }
            at += count;
        }
    }

    private Content content() {
        if (known.isEmpty()) {
            known = Optional.of(Content.of(RegularFile.exists(file) ? scan() : new ArrayList<>()));
        }
        return known.get();
    }

    /** Finds all complete lines, ignoring an incomplete last one of a killed process. */
    private List<Segment> scan() {
        List<Segment> found = new ArrayList<>();
        byte[] block = new byte[BLOCK];
        byte[] beginning = new byte[BEGINNING_LENGTH];
        int length = 0;
        long from = 0;
        long at = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                for (int i = 0; i < count; i++) {
                    if (length < beginning.length) {
                        beginning[length++] = block[i];
                    }
                    if (block[i] == '\n') {
                        add(found, new Segment(classOf(beginning, length), from, at + i + 1));
                        from = at + i + 1;
                        length = 0;
                    }
                }
                at += count;
            }
            return found;
        } catch (IOException e) {
            throw new CorruptInputException(file + ": cannot be read: " + MessageText.of(e.toString()), e);
        }
    }

    private static void add(List<Segment> found, Segment line) {
        int last = found.size() - 1;
        if (last >= 0 && found.get(last).classIndex() == line.classIndex()) {
            found.set(last, new Segment(line.classIndex(), found.get(last).from(), line.to()));
        } else {
            found.add(line);
        }
    }

    private static int classOf(byte[] line, int length) {
        Matcher matcher = BEGINNING.matcher(new String(line, 0, length, StandardCharsets.US_ASCII));
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : NO_CLASS;
    }
}
