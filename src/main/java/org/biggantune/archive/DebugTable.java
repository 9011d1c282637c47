package org.biggantune.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.archive.pickle.PickleList;
import org.biggantune.archive.pickle.PickleParser;
import org.biggantune.archive.pickle.PickleTuple;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/**
 * Checks the debug table of a program's source, from which libtorch derives the location of an error: rows {@code
 * (offset, (source, start, end), …)} with a source {@code (text, file, line)}, or in the newer form {@code (lines,
 * file, line)} with indices into a common tuple of texts. libtorch does not check these indices.
 */
final class DebugTable {
    /** The first item in the newer form. */
    private static final String COMMON_TEXTS = "FORMAT_WITH_STRING_TABLE";

    private final Path file;
    private final String name;
    private List<Object> texts = List.of();

    DebugTable(Path file, String name) {
        this.file = file;
        this.name = name;
    }

    /** Checks a table. */
    void check(PickleParser.Described pickle) {
        List<Object> rows = items(pickle.value());
        if (rows.size() == 3 && COMMON_TEXTS.equals(rows.get(0))) {
            texts = items(rows.get(1));
            rows = items(rows.get(2));
        }
        if (!pickle.calls().isEmpty()) {
            throw damaged();
        }
        for (Object row : rows) {
            List<Object> fields = items(row);
            require(fields.size() >= 2 && fields.get(0) instanceof Long);
            List<Object> range = items(fields.get(1));
            require(range.size() == 3
                    && range.get(0) != null
                    && range.get(1) instanceof Long
                    && range.get(2) instanceof Long);
            long start = (Long) range.get(1);
            long end = (Long) range.get(2);
            // Constants created by tracing have an empty text and the range (0, 1).
            require(start >= 0 && start <= end && end <= Math.max(1, length(items(range.get(0)))));
        }
    }

    /** Returns the length of a source's text in bytes. */
    private long length(List<Object> source) {
        require(source.size() == 3 && source.get(2) instanceof Long);
        if (source.get(0) instanceof String text) {
            require(source.get(1) == null || source.get(1) instanceof String);
            return bytes(text);
        }
        text(source.get(1));
        require(source.get(0) instanceof PickleList);
        long length = 0;
        for (Object line : ((PickleList) source.get(0)).items()) {
            length += bytes(text(line));
        }
        return length;
    }

    private String text(Object index) {
        require(index instanceof Long number && number >= 0 && number < texts.size());
        Object text = texts.get((int) (long) index);
        require(text instanceof String);
        return (String) text;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private List<Object> items(@Nullable Object value) {
        if (value instanceof PickleTuple tuple) {
            return tuple.items();
        }
        throw damaged();
    }

    private void require(boolean sound) {
        if (!sound) {
            throw damaged();
        }
    }

    private CorruptInputException damaged() {
        return new CorruptInputException(
                file + ": entry " + MessageText.quoted(name) + " points beyond its texts, or has an unknown form");
    }
}
