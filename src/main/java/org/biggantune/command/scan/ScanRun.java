package org.biggantune.command.scan;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.biggantune.cli.ToolInfo;
import org.biggantune.command.models.LabelAgreement;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.command.models.ModelPrecisions;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.Progress;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.io.DigestedFile;
import org.biggantune.metric.ClassSurveyor;
import org.biggantune.model.ModelFile;
import org.biggantune.report.JsonLines;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunRecord;
import org.biggantune.runfolder.ScanRecord;
import org.biggantune.workers.StopSignal;

/**
 * Measures and ranks the classes of a generator. All classes are measured on the same latents, which {@code improve} also
 * uses to detect collapsed classes. Each result is written at once, so that a stopped scan can be resumed.
 */
final class ScanRun {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** If fewer classes are selected, others are measured too, for the median. */
    private static final int LEAST_MEASURED = 17;

    /** Classes within so many standard errors of the threshold are measured again; as in {@code tuning.EmbeddingDiversity}. */
    private static final double ERRORS = 3;

    private static final int SECOND_LOOK = 256;

    private final ScanOptions options;
    private final Progress progress;

    /** Creates a run that shows its progress. */
    ScanRun(ScanOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** The models and classes of a scan, checked before anything is loaded. */
    private record Plan(
            ModelFile.GeneratorFile content,
            ModelFile.ClassifierFile classifier,
            List<ClassLabel> asked,
            ModelPrecisions precisions,
            ScanRecord begun) {
        private ClassLabel label(int index) {
            List<String> names = content.metadata().classNames();
            return new ClassLabel(index, names.get(index));
        }
    }

    /**
     * Scans the classes that are not measured yet and ranks all.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException for an error that the user can fix
     */
    ScanReport execute() {
        Instant started = Instant.now();
        Plan plan = plan();
        String name = String.valueOf(plan.content().file().path().getFileName()).replaceFirst("[.]pt$", "");
        Path root = options.out.orElseGet(() -> RunDirectory.unused(Path.of("scans"), "scan-" + name));
        ScanFolder folder = ScanFolder.open(root, plan.begun());
        Map<Integer, ClassFinding> known = folder.measured();
        List<ClassLabel> missing = new ArrayList<>(measured(plan));
        missing.removeIf(label -> known.containsKey(label.index()));
        String engine = "not loaded: everything was measured before";
        try (StopSignal stop = StopSignal.ofRun(LIMIT, progress::say);
                ScanModels models = new ScanModels(options, plan.content(), plan.classifier(), stop)) {
            plan.precisions().advise(models.runtime(), progress);
            engine = models.runtime().describe();
            ScanReport report = report(plan, folder, known, missing, models);
            models.draw(report.classes(), plan.content(), root.resolve("worst"));
            folder.finish(record(plan, engine, started, report), report);
            return report;
        } catch (StoppedException e) {
            throw new StoppedException(
                    e.getMessage() + " while scanning; the classes measured so far are saved, run the same command with"
                            + " --out " + root + " to resume",
                    e);
        } finally {
            progress.end();
        }
    }

    private ScanReport report(
            Plan plan,
            ScanFolder folder,
            Map<Integer, ClassFinding> known,
            List<ClassLabel> missing,
            ScanModels models) {
        ClassSurveyor surveyor = models.surveyor();
        try (JsonLines lines = folder.lines()) {
            ScanProgress shown = new ScanProgress(progress);
            shown.begin(missing.size(), options.samples);
            look(missing, options.samples, plan, surveyor, known, lines, shown);
            ClassRanking first = new ClassRanking(used(plan, known), options.collapsedBelow);
            List<ClassLabel> unclear = plan.asked().stream()
                    .filter(label -> {
                        ClassFinding found = Objects.requireNonNull(known.get(label.index()));
                        return found.samples() < SECOND_LOOK && first.isUnclear(found, ERRORS);
                    })
                    .toList();
            shown.again(unclear.size(), SECOND_LOOK);
            look(unclear, SECOND_LOOK, plan, surveyor, known, lines, shown);
        }
        ClassRanking ranking = new ClassRanking(used(plan, known), options.collapsedBelow);
        List<ClassFinding> asked =
                plan.asked().stream().map(label -> known.get(label.index())).toList();
        return new ScanReport(folder.root(), ranking.of(asked, options.generator));
    }

    private void look(
            List<ClassLabel> classes,
            int samples,
            Plan plan,
            ClassSurveyor surveyor,
            Map<Integer, ClassFinding> known,
            JsonLines lines,
            ScanProgress shown) {
        float[] latents = plan.content()
                .metadata()
                .latents(new RandomKey(options.seed, StreamPurpose.COLLAPSE, 0, 0, 0), samples);
        for (ClassLabel label : classes) {
            ClassFinding finding = finding(label, latents, plan, surveyor);
            known.put(label.index(), finding);
            lines.write(finding);
            shown.measured(label);
        }
    }

    private ClassFinding finding(ClassLabel label, float[] latents, Plan plan, ClassSurveyor surveyor) {
        float[] embedding = plan.content().embeddings().row(label.index());
        // A class measured for the median only needs no label.
        int own = plan.classifier().metadata().indexOf(label).orElse(0);
        var survey = surveyor.survey(embedding, own, latents);
        return ClassFinding.of(
                label, survey, plan.classifier().metadata().labels().get(survey.nearestOther(own)));
    }

    /** Returns the measurements for the median. */
    private List<ClassFinding> used(Plan plan, Map<Integer, ClassFinding> known) {
        return measured(plan).stream().map(label -> known.get(label.index())).toList();
    }

    /** Returns the selected classes, and if they are few, others chosen by the seed. */
    private List<ClassLabel> measured(Plan plan) {
        Map<Integer, ClassLabel> all = new LinkedHashMap<>();
        plan.asked().forEach(label -> all.put(label.index(), label));
        int classes = plan.content().embeddings().rows();
        IntStream order = IntStream.of(
                RandomStream.permutation(new RandomKey(options.seed, StreamPurpose.COLLAPSE, 0, 1, 0), classes));
        order.boxed()
                .filter(index -> !all.containsKey(index))
                .limit(Math.max(0, Math.min(LEAST_MEASURED, classes) - all.size()))
                .collect(Collectors.toList())
                .forEach(index -> all.put(index, plan.label(index)));
        return List.copyOf(all.values());
    }

    private Plan plan() {
        ModelCatalog catalog = new ModelCatalog(options.home);
        Path generator = catalog.find("--generator", options.generator);
        Path classifier = catalog.find("--classifier", options.classifier);
        ModelFile.GeneratorFile content =
                ModelFile.generator(generator, options.compute.precision(), options.compute.device());
        ModelFile.ClassifierFile network =
                ModelFile.classifier(classifier, options.compute.precision(), options.compute.device());
        List<ClassLabel> asked = ClassSelection.parse(
                options.expressions(),
                content.metadata().names(options.generator),
                content.metadata().classCount());
        new LabelAgreement("--classifier", "", classifier, network.metadata()).require(asked);
        Map<String, ModelFile> files = new LinkedHashMap<>();
        files.put("generator", content.file());
        files.put("classifier", network.file());
        ModelPrecisions precisions = ModelPrecisions.of(files);
        return new Plan(content, network, asked, precisions, begun(content.file(), network.file(), precisions));
    }

    private ScanRecord begun(ModelFile generator, ModelFile classifier, ModelPrecisions precisions) {
        return ScanRecord.begun(
                new ScanRecord.Settings(
                        options.samples, options.seed, options.preprocessing.label(), precisions.text()),
                new ScanRecord.Models(source(generator), source(classifier)));
    }

    private static SourceFile source(ModelFile model) {
        Path file = model.path();
        return new SourceFile(
                String.valueOf(file.getFileName()), DigestedFile.of(file).sha256());
    }

    private ScanRecord record(Plan plan, String engine, Instant started, ScanReport report) {
        ToolInfo tool = ToolInfo.ofProcess();
        return new ScanRecord(
                RunRecord.TOOL,
                tool.version(),
                tool.commit(),
                "scan",
                plan.begun().settings(),
                plan.begun().models(),
                options.collapsedBelow,
                engine,
                tool.java(),
                tool.platform(),
                started.toString(),
                Instant.now().toString(),
                report.list());
    }
}
