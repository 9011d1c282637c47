package org.biggantune.command.report;

import java.nio.file.Path;
import java.util.List;
import org.biggantune.cli.Report;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;

/**
 * The pages that {@code report} wrote.
 *
 * @param files one per run, then those about several runs
 */
record WrittenPages(List<Path> files) implements Report {
    /** Copies the list. */
    WrittenPages {
        files = List.copyOf(files);
    }

    @Override
    public String text(Page page) {
        StringBuilder lines = new StringBuilder();
        files.forEach(file -> lines.append(file).append('\n'));
        return lines.toString();
    }

    @Override
    public String json() {
        return JsonFile.pretty(JsonFile.tree(files.stream().map(Path::toString).toList()));
    }
}
