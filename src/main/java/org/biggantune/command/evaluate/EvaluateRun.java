package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.biggantune.cli.OutputFile;
import org.biggantune.cli.ToolInfo;
import org.biggantune.command.models.ModelPrecisions;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.OpenResources;
import org.biggantune.metric.ImageScores;
import org.biggantune.metric.RealismEvaluator;
import org.biggantune.model.ModelFile;
import org.biggantune.report.JsonFile;
import org.biggantune.tuning.TunedParameters;
import org.biggantune.workers.StopSignal;

/**
 * Compares the samples of embeddings with real images, class by class: all embeddings of a class share the features of its
 * real images, which are released before the next class.
 */
final class EvaluateRun {
    /** The longest time that a signal waits for the work in progress to end. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final EvaluateOptions options;
    private final Progress progress;
    private int measured;
    private int finished;

    /** An original embedding of a generator, by its class. */
    private record Original(Path generator, int index) {}

    /** Creates an evaluation that reports its progress. */
    EvaluateRun(EvaluateOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Measures all embeddings.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException for an error that the user can fix
     */
    EvaluationSummary execute() {
        EvaluationPlan plan = new EvaluationPlan(options, progress);
        List<EvaluationSubject> subjects = plan.subjects();
        List<ClassLabel> targets =
                subjects.stream().map(EvaluationSubject::target).distinct().toList();
        EvaluationJudge judge = EvaluationJudge.choose(options, plan, targets, progress);
        requireOutput(judge.file(), subjects);
        Map<Integer, List<Integer>> byLabel = byLabel(subjects, judge);
        EvaluationNetworks networks = EvaluationNetworks.choose(options, judge, plan);
        RealSide real = new RealSide(options, networks, targets, progress);
        ModelPrecisions precisions = precisions(judge.classifier(), plan, subjects);
        EvaluatedClass[] evaluated = new EvaluatedClass[subjects.size()];
        SavedClasses saved =
                SavedClasses.of(options.cache(), identity(subjects, networks, real, precisions, plan), progress::say);
        try (StopSignal stop =
                        saved.isKept() ? StopSignal.ofRun(LIMIT, progress::say) : StopSignal.ofCommand(progress);
                EvaluationModels models = new EvaluationModels(options, networks, plan, stop)) {
            models.advise(precisions, progress);
            progress.begin("evaluating", subjects.size());
            for (List<Integer> places : byLabel.values()) {
                List<EvaluatedClass> found =
                        ofLabel(places.stream().map(subjects::get).toList(), judge, real, models, saved);
                for (int i = 0; i < found.size(); i++) {
                    evaluated[places.get(i)] = found.get(i);
                }
                finished += found.size();
            }
        } catch (StoppedException e) {
            throw saved.isKept()
                    ? new StoppedException(
                            e.getMessage() + " while evaluating; " + finished + " of " + subjects.size()
                                    + " are saved, run the same command again to continue",
                            e)
                    : e;
        } finally {
            progress.end();
        }
        ObjectNode protocol = protocol(networks, real, precisions);
        EvaluationSummary summary = new EvaluationSummary(protocol, Arrays.asList(evaluated));
        options.out.ifPresent(file -> AtomicFile.writeString(file, summary.json()));
        saved.clear();
        return summary;
    }

    /** Describes everything that the numbers depend on, except for the contents of the real images. */
    private ObjectNode identity(
            List<EvaluationSubject> subjects,
            EvaluationNetworks networks,
            RealSide real,
            ModelPrecisions precisions,
            EvaluationPlan plan) {
        ObjectNode identity = protocol(networks, real, precisions)
                .put("version", ToolInfo.ofProcess().version())
                .put("device", options.compute.device().toString())
                .put(
                        "write-statistics",
                        options.writeStatistics.map(Path::toString).orElse(""));
        for (EvaluationSubject subject : subjects) {
            ObjectNode one = identity.withArray("subjects").addObject();
            one.put("run", subject.run().map(Path::toString).orElse(""))
                    .put("generator", plan.digest(subject.generator()))
                    .put("class", subject.target().toString())
                    .put("row", subject.original().index());
            subject.after().ifPresent(tuned -> {
                one.set("embedding", JsonFile.tree(tuned.embedding()));
                tuned.noiseLayer().ifPresent(layer -> one.set("noiseLayer", JsonFile.tree(layer.values())));
            });
        }
        return identity;
    }

    private void requireOutput(Path judge, List<EvaluationSubject> subjects) {
        Map<String, Path> inputs = new LinkedHashMap<>(Map.of("judge", judge));
        options.embedding.ifPresent(file -> inputs.put("file of embeddings", file));
        options.out.ifPresent(out -> {
            OutputFile.requireNoInput("--out", out, inputs);
            subjects.forEach(
                    subject -> OutputFile.requireNoInput("--out", out, Map.of("generator", subject.generator())));
        });
    }

    private static ModelPrecisions precisions(
            ModelFile.ClassifierFile judge, EvaluationPlan plan, List<EvaluationSubject> subjects) {
        Map<String, ModelFile> files = new LinkedHashMap<>(Map.of("judge", judge.file()));
        List<Path> generators =
                subjects.stream().map(EvaluationSubject::generator).distinct().toList();
        generators.forEach(file -> files.put(
                generators.size() == 1 ? "generator" : "generator " + file,
                plan.content(file).file()));
        return ModelPrecisions.of(files);
    }

    /** Groups the indices of the subjects by the judge's label of their class. */
    private static Map<Integer, List<Integer>> byLabel(List<EvaluationSubject> subjects, EvaluationJudge judge) {
        Map<Integer, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < subjects.size(); i++) {
            int label = judge.label(subjects.get(i).target()).index();
            places.computeIfAbsent(label, unused -> new ArrayList<>()).add(i);
        }
        return places;
    }

    private List<EvaluatedClass> ofLabel(
            List<EvaluationSubject> subjects,
            EvaluationJudge judge,
            RealSide real,
            EvaluationModels models,
            SavedClasses saved) {
        ClassLabel label = judge.label(subjects.get(0).target());
        String contents = saved.isKept() ? contents(subjects, judge, real, models) : "";
        Optional<List<EvaluatedClass>> known =
                real.isWritten(label) ? saved.find(label.index(), subjects, real, contents) : Optional.empty();
        if (known.isPresent()) {
            measured += subjects.size();
            progress.resume(measured);
            return known.get();
        }
        List<EvaluatedClass> evaluated = measured(subjects, judge, real, models);
        saved.keep(label.index(), evaluated, real, contents);
        return evaluated;
    }

    /** Identifies the real images of a class, at each resolution that they are compared at. */
    private static String contents(
            List<EvaluationSubject> subjects, EvaluationJudge judge, RealSide real, EvaluationModels models) {
        return subjects.stream()
                .map(subject -> compared(subject, judge, models))
                .distinct()
                .map(subject -> real.contents(subject, models.isOnGpu()))
                .collect(Collectors.joining(" "));
    }

    private static RealSide.Subject compared(
            EvaluationSubject subject, EvaluationJudge judge, EvaluationModels models) {
        return new RealSide.Subject(
                subject.target(), judge.label(subject.target()), models.resolution(subject.generator()));
    }

    private List<EvaluatedClass> measured(
            List<EvaluationSubject> subjects, EvaluationJudge judge, RealSide real, EvaluationModels models) {
        Map<Integer, RealSide.Measured> measuredReal = new HashMap<>();
        Map<Original, EmbeddingMeasures> originals = new HashMap<>();
        List<EvaluatedClass> evaluated = new ArrayList<>();
        try (OpenResources scratch = new OpenResources()) {
            for (EvaluationSubject subject : subjects) {
                RealismEvaluator evaluator = models.evaluator(subject.generator());
                RealSide.Subject compared = compared(subject, judge, models);
                RealSide.Measured reference = measuredReal.computeIfAbsent(
                        compared.resolution(), unused -> real.measure(compared, evaluator, models, scratch));
                EmbeddingMeasures before = originals.computeIfAbsent(
                        new Original(subject.generator(), subject.original().index()),
                        unused -> measures(evaluator, new TunedParameters(subject.before()), compared, reference));
                evaluated.add(new EvaluatedClass(
                        subject,
                        reference.scores(),
                        before,
                        subject.after().map(tuned -> measures(evaluator, tuned, compared, reference))));
                measured++;
                progress.advance(measured, subject.target().name());
            }
        }
        return evaluated;
    }

    private EmbeddingMeasures measures(
            RealismEvaluator evaluator, TunedParameters embedding, RealSide.Subject compared, RealSide.Measured real) {
        try (OpenResources scratch = new OpenResources()) {
            ImageScores scores = evaluator.generated(
                    embedding.embedding(),
                    embedding.noiseLayer(),
                    compared.target(),
                    options.seed,
                    options.samples,
                    scratch);
            return measures(scores, compared, real);
        }
    }

    private EmbeddingMeasures measures(ImageScores scores, RealSide.Subject compared, RealSide.Measured real) {
        int wanted = real.reference().moments().size();
        if (scores.features().size() != wanted) {
            throw new UnsupportedInputException("--real-statistics "
                    + options.realStatistics.map(Path::toString).orElse("") + ": statistics of " + wanted
                    + " features, the judge's layer has " + scores.features().size()
                    + "; give the judge that they were computed with");
        }
        return EmbeddingMeasures.of(
                scores,
                real.reference().compare(scores.features(), scores.manifold()),
                options.seed,
                compared.label().index());
    }

    /** Describes what has to agree before the numbers may be compared with others. */
    private ObjectNode protocol(EvaluationNetworks networks, RealSide real, ModelPrecisions precisions) {
        ObjectNode protocol = JsonFile.object();
        networks.judge().describe(protocol.putObject("judge"), real.featureCount());
        networks.describe(protocol.putObject("networks"));
        real.describe(protocol.putObject("real"));
        protocol.putObject("settings")
                .put("samples", options.samples)
                .put("real-samples", options.realSamples)
                .put("neighbours", options.neighbours)
                .put("seed", options.seed)
                .put("precision", precisions.text());
        return protocol;
    }
}
