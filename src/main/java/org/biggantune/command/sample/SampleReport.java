package org.biggantune.command.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.biggantune.cli.Report;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;

/**
 * The files that {@code sample} has written:
 *
 * <pre>
 * {"files": [{"file", "content"}, …]}
 * </pre>
 *
 * @param files the files; the images of a folder are one entry
 */
record SampleReport(List<Written> files) implements Report {
    /**
     * A file, or a folder of images.
     *
     * @param file the file or folder
     * @param content a description of the content
     */
    record Written(Path file, String content) {}

    /** Copies the list. */
    SampleReport {
        files = List.copyOf(files);
    }

    @Override
    public String text(Page page) {
        return files.stream()
                .map(written -> written.file() + ": " + written.content() + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public String json() {
        ObjectNode json = JsonFile.object();
        ArrayNode list = json.putArray("files");
        files.forEach(written ->
                list.addObject().put("file", written.file().toString()).put("content", written.content()));
        return JsonFile.pretty(json);
    }
}
