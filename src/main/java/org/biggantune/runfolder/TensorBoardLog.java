package org.biggantune.runfolder;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.biggantune.domain.ClassLabel;
import org.biggantune.metric.SampleScores;
import org.biggantune.report.TensorBoardFile;
import org.biggantune.report.TensorBoardTags;
import org.biggantune.tuning.Candidate;
import org.biggantune.tuning.StepMetrics;
import org.biggantune.tuning.TunedParameters;

/**
 * Writes TensorBoard logs of a class during tuning: the terms of each step, the metrics and samples of each candidate. Each
 * restart is a TensorBoard run, {@code 0005-shirt/restart-1}, or {@code 0005-shirt} if there is only one. The caller closes
 * it.
 */
public final class TensorBoardLog implements AutoCloseable {
    private final Path folder;
    private final Function<TunedParameters, Optional<byte[]>> pictures;
    private final int restarts;
    private final Map<Integer, TensorBoardFile> files = new HashMap<>();

    /**
     * Creates the log of a class.
     *
     * @param run the run's folder
     * @param pictures draws samples of an embedding as PNG, or nothing if not wanted
     * @param restarts the number of restarts
     */
    public TensorBoardLog(
            Path run, ClassLabel label, Function<TunedParameters, Optional<byte[]>> pictures, int restarts) {
        this.folder = run.resolve(RunDirectory.TENSORBOARD).resolve(label.directoryName());
        this.pictures = pictures;
        this.restarts = restarts;
    }

    /** Writes the terms of a step. */
    public void step(int start, int step, StepMetrics metrics) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("step/loss", metrics.loss());
        values.put("step/cross_entropy", metrics.crossEntropy());
        values.put("step/probability", metrics.probability());
        values.put("step/diversity", metrics.diversity());
        values.put("step/proximity", metrics.proximity());
        values.put("step/gradient_norm", metrics.gradientNorm());
        file(start, step).scalars(step, values);
    }

    /** Writes the metrics and samples of a candidate, except for back-off candidates, which share the step of another. */
    public void candidate(Candidate candidate) {
        if (candidate.interpolation() < 1) {
            return;
        }
        SampleScores scores = candidate.scores();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("validation/loss", candidate.loss());
        values.put("validation/top1", scores.classifier().top1());
        values.put("validation/probability", scores.classifier().probability());
        scores.judge().ifPresent(judge -> {
            values.put("validation/judge_top1", judge.top1());
            values.put("validation/judge_probability", judge.probability());
        });
        values.put("validation/pair_diversity", scores.pairDiversity());
        // A state is saved before candidates are evaluated: of a resumed class those of its step may be there already.
        Set<String> shown = files.containsKey(candidate.start())
                ? Set.of()
                : TensorBoardTags.shown(folder(candidate.start()), candidate.step());
        TensorBoardFile file = file(candidate.start(), candidate.step() + 1);
        if (!shown.contains("validation/loss")) {
            file.scalars(candidate.step(), values);
        }
        if (!shown.contains("samples")) {
            TunedParameters row = new TunedParameters(candidate.embedding(), candidate.noiseLayer());
            pictures.apply(row).ifPresent(png -> file.picture(candidate.step(), "samples", png));
        }
    }

    private TensorBoardFile file(int start, int firstStep) {
        return files.computeIfAbsent(start, number -> TensorBoardFile.begin(folder(number), firstStep));
    }

    private Path folder(int start) {
        return restarts == 1 ? folder : folder.resolve("restart-" + (start + 1));
    }

    @Override
    public void close() {
        files.values().forEach(TensorBoardFile::close);
    }
}
