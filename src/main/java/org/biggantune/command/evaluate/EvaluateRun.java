package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.cli.OutputFile;
import org.biggantune.command.models.ModelPrecisions;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.metric.FeatureMoments;
import org.biggantune.metric.Features;
import org.biggantune.metric.ImageScores;
import org.biggantune.metric.RealReference;
import org.biggantune.metric.RealismEvaluator;
import org.biggantune.model.ModelFile;
import org.biggantune.report.JsonFile;
import org.biggantune.tuning.TunedParameters;
import org.biggantune.workers.StopSignal;

/**
 * Measures rows against real images: a class at a time, so that the features of its real images serve all its rows and
 * are then given up.
 */
final class EvaluateRun {
    private final EvaluateOptions options;
    private final Progress progress;
    private int measured;
    private int featureCount;

    /** Real images as they were measured. */
    private record Real(RealReference reference, Optional<EvaluatedRow.RealScores> scores) {}

    /** What samples are compared with. */
    private record Against(
            Optional<RealImages> images, Optional<RealStatistics> given, Optional<RealStatistics> written) {}

    /** A row of a generator. */
    private record Original(Path generator, int row) {}

    /** A run that tells a listener how far it is. */
    EvaluateRun(EvaluateOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if something that the user can fix is wrong
     */
    EvaluationSummary execute() {
        EvaluationPlan plan = new EvaluationPlan(options, progress);
        List<EvaluationSubject> subjects = plan.subjects();
        List<ClassLabel> targets =
                subjects.stream().map(EvaluationSubject::target).distinct().toList();
        EvaluationJudge judge = EvaluationJudge.choose(options, plan, targets, progress);
        ClassifierMetadata metadata = judge.classifier().metadata();
        requireOutput(judge.file(), subjects);
        Map<Integer, List<Integer>> byLabel = byLabel(subjects, metadata);
        Against against = against(targets, judge);
        ModelPrecisions precisions = precisions(judge.classifier(), plan, subjects);
        EvaluatedRow[] rows = new EvaluatedRow[subjects.size()];
        try (StopSignal stop = StopSignal.ofCommand(progress);
                EvaluationModels models = EvaluationModels.open(options, judge.classifier(), plan, stop)) {
            models.advise(precisions, progress);
            progress.begin("evaluating", subjects.size());
            for (List<Integer> places : byLabel.values()) {
                List<EvaluatedRow> found =
                        ofLabel(places.stream().map(subjects::get).toList(), metadata, against, models);
                for (int i = 0; i < found.size(); i++) {
                    rows[places.get(i)] = found.get(i);
                }
            }
        } finally {
            progress.end();
        }
        ObjectNode protocol = protocol(judge, precisions);
        EvaluationSummary summary = new EvaluationSummary(
                protocol, Arrays.asList(rows), metadata.labels().size());
        options.out.ifPresent(file -> AtomicFile.writeString(file, summary.json()));
        return summary;
    }

    private Against against(List<ClassLabel> targets, EvaluationJudge judge) {
        ClassifierMetadata metadata = judge.classifier().metadata();
        Optional<RealImages> images = options.real.map(folder -> {
            RealImages found = RealImages.open(folder, options.split, metadata);
            found.require(folder, targets);
            return found;
        });
        List<ClassLabel> labels = targets.stream()
                .map(target -> label(target, metadata))
                .distinct()
                .toList();
        return new Against(
                images,
                options.realStatistics.map(
                        place -> new RealStatistics("--real-statistics", place, judge.digest(), judge.layer())
                                .requirePlaces(labels)
                                .requireFiles(labels)),
                options.writeStatistics.map(
                        place -> new RealStatistics("--write-statistics", place, judge.digest(), judge.layer())
                                .requirePlaces(labels)));
    }

    /** A class under the index that the judge has for it, which does not depend on the generator. */
    private static ClassLabel label(ClassLabel target, ClassifierMetadata judge) {
        return new ClassLabel(judge.indexOf(target).orElseThrow(), target.name());
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

    /** The places of subjects in their list, by the judge's label of their class. */
    private static Map<Integer, List<Integer>> byLabel(List<EvaluationSubject> subjects, ClassifierMetadata metadata) {
        Map<ClassLabel, Integer> labels = new HashMap<>();
        Map<Integer, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < subjects.size(); i++) {
            int label = labels.computeIfAbsent(
                    subjects.get(i).target(), target -> metadata.indexOf(target).orElseThrow());
            places.computeIfAbsent(label, unused -> new ArrayList<>()).add(i);
        }
        return places;
    }

    private List<EvaluatedRow> ofLabel(
            List<EvaluationSubject> subjects, ClassifierMetadata judge, Against against, EvaluationModels models) {
        Map<Integer, Real> real = new HashMap<>();
        Map<Original, RowMeasures> originals = new HashMap<>();
        List<EvaluatedRow> rows = new ArrayList<>();
        for (EvaluationSubject subject : subjects) {
            RealismEvaluator evaluator = models.evaluator(subject.generator());
            int resolution = models.resolution(subject.generator());
            ClassLabel label = label(subject.target(), judge);
            Real reference = real.computeIfAbsent(
                    resolution, unused -> real(evaluator, against, subject.target(), label, models));
            RowMeasures before = originals.computeIfAbsent(
                    new Original(subject.generator(), subject.original().index()),
                    unused -> measures(
                            evaluator,
                            new TunedParameters(subject.before()),
                            subject.target(),
                            label.index(),
                            reference));
            rows.add(new EvaluatedRow(
                    subject,
                    reference.scores(),
                    before,
                    subject.after().map(row -> measures(evaluator, row, subject.target(), label.index(), reference))));
            measured++;
            progress.advance(measured, subject.target().name());
        }
        return rows;
    }

    private Real real(
            RealismEvaluator evaluator, Against against, ClassLabel target, ClassLabel label, EvaluationModels models) {
        int resolution = evaluator.resolution();
        Optional<ImageScores> scores = against.images()
                .map(images ->
                        evaluator.real(RealSample.atMost(options.realSamples, images, target, resolution), target));
        Optional<Features> features = scores.map(ImageScores::features);
        Optional<FeatureMoments> given = against.given().map(statistics -> statistics.read(label, resolution));
        RealReference reference = given.isPresent()
                ? new RealReference(given.get(), features, options.neighbours, models.threads(), models.matrices())
                : new RealReference(features.orElseThrow(), options.neighbours, models.threads(), models.matrices());
        against.written()
                .ifPresent(statistics -> statistics.write(
                        label,
                        given.isEmpty()
                                ? reference.moments()
                                : RealReference.moments(features.orElseThrow(), models.matrices()),
                        resolution));
        featureCount = reference.moments().size();
        return new Real(
                reference,
                scores.map(all -> EvaluatedRow.RealScores.of(
                        all,
                        RealReference.betweenHalves(
                                all.features(), options.neighbours, models.threads(), models.matrices()),
                        options.seed,
                        label.index())));
    }

    private RowMeasures measures(
            RealismEvaluator evaluator, TunedParameters row, ClassLabel target, int label, Real real) {
        ImageScores scores =
                evaluator.generated(row.embedding(), row.noiseLayer(), target, options.seed, options.samples);
        int wanted = real.reference().moments().size();
        if (scores.features().size() != wanted) {
            throw new UnsupportedInputException("--real-statistics "
                    + options.realStatistics.map(Path::toString).orElse("") + ": statistics of " + wanted
                    + " features, the judge's layer has " + scores.features().size()
                    + "; give the judge that they were made with");
        }
        return RowMeasures.of(scores, real.reference().compare(scores.features()), options.seed, label);
    }

    /** What must be known to compare the numbers with others. */
    private ObjectNode protocol(EvaluationJudge judge, ModelPrecisions precisions) {
        ObjectNode protocol = JsonFile.object();
        judge.describe(protocol.putObject("judge"), featureCount);
        ObjectNode real = protocol.putObject("real");
        options.real.ifPresent(
                folder -> real.put("folder", folder.toString()).put("split", options.split.orElse("all")));
        options.realStatistics.ifPresent(place -> real.put("statistics", place.toString()));
        protocol.putObject("settings")
                .put("samples", options.samples)
                .put("real-samples", options.realSamples)
                .put("neighbours", options.neighbours)
                .put("seed", options.seed)
                .put("precision", precisions.text());
        return protocol;
    }
}
