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

/** Reads a part of a file of JSON lines, line by line, however long it is. */
final class EventLines {
    /** No line of a run is nearly as long; what is, is none. */
    private static final int LONGEST = 1 << 16;

    private EventLines() {}

    /**
     * Hands on the objects between two places of a file.
     *
     * @param from where a line begins
     * @param to the place after a line feed; the file may end earlier
     * @return how many whole lines hold no JSON object
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
