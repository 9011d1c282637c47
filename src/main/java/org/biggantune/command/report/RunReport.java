package org.biggantune.command.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.ToolInfo;
import org.biggantune.io.AtomicFile;
import org.biggantune.model.ModelFile;
import org.biggantune.runfolder.RecordedClass;
import org.biggantune.runfolder.RecordedRun;
import org.biggantune.runfolder.RunDirectory;

/**
 * Writes {@code report.html}, a self-contained page about a run, into the run's folder. For a run of many classes the page is
 * an index, and each class has a page in its own folder.
 */
public final class RunReport {
    /** The file name of every page. */
    public static final String NAME = "report.html";

    /** The maximum number of classes on one page; more pictures would make it slow to open. */
    static final int MOST_ON_A_PAGE = 8;

    private final InstallDir home;
    private final OptionalInt refresh;
    private final HtmlPage page = new HtmlPage();

    /**
     * The object that the templates show.
     *
     * @param index the table of classes, if there are several
     * @param sections the classes that are shown on the page
     * @param provenance the provenance of the run, on pages about one run
     * @param up the address of the run's index, on the page of one class
     */
    private record Content(
            Optional<IndexTable> index,
            List<ClassSection> sections,
            Optional<Provenance> provenance,
            Optional<String> up) {}

    /** Creates a writer of pages that do not reload themselves. */
    public RunReport(InstallDir home) {
        this(home, OptionalInt.empty());
    }

    /**
     * Creates a writer.
     *
     * @param home the installation, for the names of its models
     * @param refresh the seconds after which a browser reloads the page of an unfinished run
     */
    RunReport(InstallDir home, OptionalInt refresh) {
        this.home = home;
        this.refresh = refresh;
    }

    /**
     * Writes the page of a run.
     *
     * @param run the run
     * @param generator the generator that it tuned; if empty, distances are omitted
     * @return the page's file
     * @throws org.biggantune.domain.failure.BigganTuneException if the page cannot be written
     */
    public Path write(RecordedRun run, Optional<ModelFile.GeneratorFile> generator) {
        Optional<OriginalClasses> classes = generator.map(OriginalClasses::new);
        boolean together = run.classes().size() <= MOST_ON_A_PAGE;
        Provenance provenance = Provenance.of(run.record(), home);
        List<ClassSection> sections = new ArrayList<>();
        List<IndexTable.Row> rows = new ArrayList<>();
        for (RecordedClass of : run.classes()) {
            if (together) {
                sections.add(ClassSection.of(run, of, classes));
            } else if (of.state() != RecordedClass.State.WAITING) {
                ownPage(run, of, classes, provenance);
            }
            rows.add(IndexTable.row("", href(of, together), of));
        }
        Optional<IndexTable> index = rows.size() > 1 ? Optional.of(IndexTable.of(false, rows)) : Optional.empty();
        Path file = run.root().resolve(NAME);
        Content content = new Content(index, sections, Optional.of(provenance), Optional.empty());
        write(file, title(run), about(run), run.finished(), content);
        return file;
    }

    /**
     * Writes one page about several runs: a table of all their classes with links to the pages of the runs.
     *
     * @param file the page's file
     * @param title the page's heading
     */
    public void writeIndex(Path file, String title, List<RecordedRun> runs) {
        List<IndexTable.Row> rows = new ArrayList<>();
        Path from = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
        for (RecordedRun run : runs) {
            boolean together = run.classes().size() <= MOST_ON_A_PAGE;
            Path root = run.root().toAbsolutePath().normalize();
            String folder = address(from.relativize(root));
            for (RecordedClass of : run.classes()) {
                String place = href(of, together);
                String link =
                        folder + (place.startsWith("#") ? "/" + NAME + place : place.isEmpty() ? "" : "/" + place);
                rows.add(IndexTable.row(String.valueOf(root.getFileName()), place.isEmpty() ? "" : link, of));
            }
        }
        boolean finished = runs.stream().allMatch(RecordedRun::finished);
        Content content =
                new Content(Optional.of(IndexTable.of(true, rows)), List.of(), Optional.empty(), Optional.empty());
        write(file, title, runs.size() + " runs, " + rows.size() + " classes", finished, content);
    }

    private void ownPage(RecordedRun run, RecordedClass of, Optional<OriginalClasses> classes, Provenance provenance) {
        Path file = of.folder().resolve(NAME);
        if (!Files.isDirectory(of.folder()) || (refresh.isPresent() && isCurrent(file, of))) {
            return;
        }
        ClassSection section = ClassSection.of(run, of, classes);
        Content content =
                new Content(Optional.empty(), List.of(section), Optional.of(provenance), Optional.of("../../" + NAME));
        write(file, section.title() + ", " + title(run), about(run), of.result().isPresent(), content);
    }

    /** Returns whether a class is finished and its page is newer than its result. */
    private static boolean isCurrent(Path file, RecordedClass of) {
        return of.result().isPresent()
                && Files.exists(file)
                && file.toFile().lastModified()
                        > of.folder().resolve(RunDirectory.RESULT).toFile().lastModified();
    }

    private void write(Path file, String title, String about, boolean finished, Content content) {
        HtmlPage.Frame frame = new HtmlPage.Frame(
                title, about, ToolInfo.ofProcess().version(), finished ? OptionalInt.empty() : refresh, content);
        AtomicFile.writeString(file, page.render(frame));
    }

    private static String href(RecordedClass of, boolean together) {
        if (together) {
            return "#" + ClassSection.id(of);
        }
        return of.state() == RecordedClass.State.WAITING
                ? ""
                : "classes/" + of.label().directoryName() + "/" + NAME;
    }

    private static String title(RecordedRun run) {
        return run.record().identity().command() + ": "
                + run.root().toAbsolutePath().normalize().getFileName();
    }

    private static String about(RecordedRun run) {
        String models = run.record().identity().models().generator().generator().file();
        String started = Objects.requireNonNullElse(run.record().work().started(), "");
        String day = started.length() > 16 ? started.substring(0, 16).replace('T', ' ') + " UTC" : started;
        int merged = run.record().merged().size();
        int classes = run.classes().size();
        return models + ", " + classes + (classes == 1 ? " class" : " classes")
                + (merged > 0 ? ", merged from " + merged + " runs" : ", started " + day)
                + (run.finished() ? "" : "; not finished");
    }

    /** Returns a relative path as a URL. */
    private static String address(Path path) {
        StringBuilder address = new StringBuilder();
        for (Path part : path) {
            String name =
                    URLEncoder.encode(part.toString(), StandardCharsets.UTF_8).replace("+", "%20");
            address.append(address.isEmpty() ? "" : "/").append(name);
        }
        return address.isEmpty() ? "." : address.toString();
    }
}
