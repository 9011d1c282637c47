package org.biggantune.command.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.cli.Report;
import org.biggantune.domain.SourceFile;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;

/**
 * The differences between two archives.
 *
 * @param a the first file and its digest
 * @param b the second file and its digest
 * @param entries the number of entries of the first file
 * @param differing the entries with different contents
 * @param onlyInA the entries that only the first file has
 * @param onlyInB the entries that only the second file has
 * @param moved the first entry at a different position, if any
 * @param otherBytes the number of differing bytes outside of contents: headers, padding, central directory
 * @param embedding the class embeddings that differ, if both files have such a matrix
 */
public record Verification(
        SourceFile a,
        SourceFile b,
        int entries,
        List<String> differing,
        List<String> onlyInA,
        List<String> onlyInB,
        Optional<String> moved,
        long otherBytes,
        Optional<Rows> embedding)
        implements Report {
    private static final int SHOWN = 12;

    /**
     * Rows of a matrix.
     *
     * @param parameter the matrix's name
     * @param entry the entry that contains it
     * @param rows the indices of the rows
     * @param labels their indices and names, for messages
     */
    record Rows(String parameter, String entry, List<Integer> rows, List<String> labels) {
        /** Copies the lists. */
        public Rows {
            rows = List.copyOf(rows);
            labels = List.copyOf(labels);
        }
    }

    /** Copies the lists. */
    public Verification {
        differing = List.copyOf(differing);
        onlyInA = List.copyOf(onlyInA);
        onlyInB = List.copyOf(onlyInB);
    }

    static SourceFile file(Path path, String digest) {
        return new SourceFile(path.toString(), digest);
    }

    /** Returns whether the files are identical. */
    boolean identical() {
        return a.sha256().equals(b.sha256());
    }

    /** Returns whether the files differ at most in class embeddings. */
    public boolean onlyEmbeddings() {
        List<String> others = new ArrayList<>(differing);
        embedding.ifPresent(rows -> others.remove(rows.entry()));
        return identical()
                || (others.isEmpty() && onlyInA.isEmpty() && onlyInB.isEmpty() && moved.isEmpty() && otherBytes == 0);
    }

    @Override
    public String json() {
        ObjectNode json = JsonFile.object();
        json.set("a", JsonFile.tree(a));
        json.set("b", JsonFile.tree(b));
        json.put("identical", identical()).put("onlyEmbeddings", onlyEmbeddings());
        json.put("entries", entries);
        json.set("differing", JsonFile.tree(differing));
        json.set("onlyInA", JsonFile.tree(onlyInA));
        json.set("onlyInB", JsonFile.tree(onlyInB));
        json.put("moved", moved.orElse(null));
        json.put("otherBytes", otherBytes);
        embedding.ifPresentOrElse(
                rows -> {
                    ObjectNode node = json.putObject("embedding");
                    node.put("parameter", rows.parameter()).put("entry", rows.entry());
                    node.set("rows", JsonFile.tree(rows.rows()));
                },
                () -> json.putNull("embedding"));
        return JsonFile.pretty(json);
    }

    /** Returns a line per kind of difference, and the verdict. */
    @Override
    public String text(Page page) {
        StringBuilder text = new StringBuilder();
        text.append("A  ").append(a.sha256()).append("  ").append(a.file()).append('\n');
        text.append("B  ").append(b.sha256()).append("  ").append(b.file()).append('\n');
        line(text, "only in A: ", onlyInA);
        line(text, "only in B: ", onlyInB);
        moved.ifPresent(name -> line(text, "different positions from here on: ", List.of(name)));
        line(text, "different content: ", differing);
        if (otherBytes > 0) {
            line(text, "different bytes in headers, padding or directory: ", List.of(Long.toString(otherBytes)));
        }
        embedding.ifPresent(rows -> line(text, "different rows of " + rows.parameter() + ": ", rows.labels()));
        return text.append(verdict()).append('\n').toString();
    }

    private String verdict() {
        if (identical()) {
            return "The files are identical.";
        }
        return onlyEmbeddings()
                ? "The files differ only in class embeddings ("
                        + embedding.map(rows -> rows.rows().size()).orElse(0) + "); every other byte of the " + entries
                        + " entries and between them is the same."
                : "The files differ in more than class embeddings.";
    }

    private static void line(StringBuilder text, String what, List<String> items) {
        if (!items.isEmpty()) {
            text.append(what)
                    .append(String.join(", ", items.subList(0, Math.min(SHOWN, items.size()))))
                    .append(items.size() > SHOWN ? " and " + (items.size() - SHOWN) + " more" : "")
                    .append('\n');
        }
    }
}
