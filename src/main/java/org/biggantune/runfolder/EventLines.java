package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.biggantune.report.JsonFile;

/** Reads part of a file of JSON lines, line by line. */
final class EventLines {
    /** Longer lines are taken for unreadable; no event comes close. */
    private static final int LONGEST = 1 << 16;

    private EventLines() {}

    /**
     * Passes the objects between two positions of a file to a consumer.
     *
     * @param from the start of a line
     * @param to a position after a line feed; the file may end earlier
     * @return the number of complete lines without a JSON object
     */
    static int each(Path file, long from, long to, Consumer<ObjectNode> lines) throws IOException {
        int unreadable = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.skipNBytes(from);
            long at = from;
            for (int next = at < to ? in.read() : -1; next >= 0; next = at < to ? in.read() : -1) {
                at++;
                if (next != '\n') {
                    if (line.size() <= LONGEST) {
                        line.write(next);
                    }
                    continue;
                }
                Optional<ObjectNode> object = line.size() > LONGEST
                        ? Optional.empty()
                        : JsonFile.ofLine(line.toString(StandardCharsets.UTF_8));
                object.ifPresent(lines);
                unreadable += object.isPresent() ? 0 : 1;
                line.reset();
            }
        }
        return unreadable;
    }
}
