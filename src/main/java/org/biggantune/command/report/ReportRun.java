package org.biggantune.command.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.Progress;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.model.ModelFile;
import org.biggantune.runfolder.RecordedGenerators;
import org.biggantune.runfolder.RecordedRun;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunSearch;

/** Writes the pages of runs, once or repeatedly until the runs are finished. */
final class ReportRun {
    private static final long MILLIS = 1000;

    private final ReportOptions options;
    private final Progress progress;
    private final RunReport report;
    private final RecordedGenerators generators;
    private final Map<SourceFile, Optional<ModelFile.GeneratorFile>> known = new LinkedHashMap<>();

    /** Creates the work of {@code report}; it reports damaged runs to {@code progress}. */
    ReportRun(ReportOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.report = new RunReport(options.home, options.every());
        this.generators = new RecordedGenerators(
                options.home.models(), new ModelCatalog(options.home).find("--generator", options.generator));
    }

    /**
     * Writes the pages.
     *
     * @return the pages written last
     * @throws MissingInputException if a folder does not exist or contains no run
     * @throws BigganTuneException if the record of a run is damaged; the pages of all other runs are written first
     */
    WrittenPages execute() {
        while (true) {
            List<Path> pages = new ArrayList<>();
            boolean finished = write(pages);
            if (options.every().isEmpty() || finished || !slept()) {
                return new WrittenPages(pages);
            }
        }
    }

    private boolean slept() {
        try {
            Thread.sleep(options.every().orElseThrow() * MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Writes all pages once; returns whether all runs are finished. */
    private boolean write(List<Path> pages) {
        List<RecordedRun> all = new ArrayList<>();
        Map<Path, List<RecordedRun>> together = new LinkedHashMap<>();
        List<BigganTuneException> failures = new ArrayList<>();
        for (Path folder : options.runs) {
            List<RecordedRun> runs = new ArrayList<>();
            for (Path root : RunSearch.roots("", List.of(folder))) {
                try {
                    RecordedRun run = RecordedRun.read(root);
                    pages.add(report.write(run, generator(run)));
                    runs.add(run);
                } catch (MissingInputException e) {
                    throw e;
                } catch (BigganTuneException e) {
                    progress.say(String.valueOf(e.getMessage()));
                    failures.add(e);
                }
            }
            all.addAll(runs);
            if (!Files.exists(folder.resolve(RunDirectory.RECORD))) {
                together.put(folder.resolve(RunReport.NAME), runs);
            }
        }
        together.forEach((file, runs) -> pages.add(index(file, runs)));
        options.out.ifPresent(file -> pages.add(index(file, all)));
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return all.stream().allMatch(RecordedRun::finished);
    }

    private Path index(Path file, List<RecordedRun> runs) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
        report.writeIndex(file, String.valueOf(folder.getFileName()), runs);
        return file;
    }

    /** Returns the generator that a run tuned; reports a missing file once. */
    private Optional<ModelFile.GeneratorFile> generator(RecordedRun run) {
        SourceFile source = run.record().identity().models().generator().generator();
        return known.computeIfAbsent(source, unused -> {
            try {
                return Optional.of(ModelFile.generator(generators.find(run.root(), source)));
            } catch (MissingInputException e) {
                progress.say(e.getMessage() + "; distances between embeddings are omitted");
                return Optional.empty();
            }
        });
    }
}
