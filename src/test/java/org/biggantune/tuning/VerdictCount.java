package org.biggantune.tuning;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.Schedule;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.metric.MeasuredSamples;
import org.biggantune.metric.PairedComparison;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.metric.SampleScores;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.Settings;

/**
 * Counts how often verdicts are wrong. Of each of some classes a few rows are tuned shortly, one is displaced at random,
 * and one against the way of the tuning; 8,192 latents are drawn with each row and with the original one. All of them tell the truth, and each 256 of
 * them are a test set that has its verdict. Then original and tuned samples are exchanged at random pair by pair: of
 * such sets the truth is that there is no difference at all.
 *
 * <p>To run it: {@code java -cp TEST_CLASS_PATH org.biggantune.tuning.VerdictCount FOLDER} in the checkout. What was
 * drawn stays in the folder, so that counting again takes seconds. The counts in docs/method.md come from it.
 */
public final class VerdictCount {
    private static final int TRUTH = 8192;
    private static final int TEST = 256;
    private static final int EXCHANGES = 4;
    private static final int MEASURES = 5;
    private static final double LEAST_GAIN = 0.01;
    private static final long SEED = 20260;

    private final TorchRuntime runtime;
    private final ImageClassifier classifier;
    private final ImageClassifier judge;
    private final Path folder;
    private final PrintWriter out;

    private VerdictCount(
            TorchRuntime runtime, ImageClassifier classifier, ImageClassifier judge, Path folder, PrintWriter out) {
        this.runtime = runtime;
        this.classifier = classifier;
        this.judge = judge;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Draws and counts.
     *
     * @param arguments the folder of what is drawn
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
                TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Classifier classifier =
                        Classifier.open(Path.of("models", "demo-classifier.pt"), Optional.empty(), runtime);
                Classifier judge = Classifier.open(Path.of("models", "demo-judge.pt"), Optional.empty(), runtime);
                ImageClassifier examiner = new ImageClassifier(runtime, classifier, 32, Preprocessing.STANDARD);
                ImageClassifier judging = new ImageClassifier(runtime, judge, 32, Preprocessing.STANDARD)) {
            VerdictCount count = new VerdictCount(runtime, examiner, judging, folder, out);
            count.generator("demo", false, List.of("shirt", "bag", "sneaker", "trouser", "coat"));
            count.generator("demo-collapsed", true, List.of("sneaker"));
        }
    }

    private void generator(String name, boolean collapsed, List<String> classes) throws IOException {
        try (Generator generator = Generator.open(Path.of("models", name + ".pt"), Optional.empty(), runtime)) {
            for (String label : classes) {
                int index = generator.metadata().classNames().indexOf(label);
                count(name, generator, new ClassLabel(index, label), collapsed);
            }
        }
    }

    private void count(String name, Generator generator, ClassLabel label, boolean collapsed) throws IOException {
        float[] original = generator.embeddings().row(label.index());
        MeasuredSamples before = drawn(generator, label, name + "-" + label.name() + "-original", original);
        Path rows = folder.resolve(name + "-" + label.name() + "-rows.bin");
        if (!Files.exists(rows)) {
            write(rows, tuned(generator, label, collapsed));
        }
        List<float[]> candidates = read(rows, original.length);
        candidates.add(backwards(original, candidates.get(1)));
        String[] titles = {"40 steps", "half of their way", "random way", "backwards"};
        for (int i = 0; i < titles.length; i++) {
            String file = name + "-" + label.name() + "-" + i;
            MeasuredSamples after = drawn(generator, label, file, candidates.get(i));
            tell(name + " " + label.name() + ", " + titles[i], before, after, collapsed);
        }
    }

    /** Where a short tuning leads, half of the way, and as far in a random direction. */
    private List<float[]> tuned(Generator generator, ClassLabel label, boolean collapsed) {
        Settings settings = new Settings();
        settings.schedule = Schedule.COSINE;
        settings.iterations = 40;
        settings.stepsPerLatents = 1;
        settings.batch = 8;
        settings.evaluateEvery = 40;
        settings.testSamples = 2;
        settings.diversity = Diversity.PIXELWISE;
        settings.diversityWeight = collapsed ? 0.5 : 0.1;
        settings.proximity = collapsed ? 0 : 0.7;
        settings.collapse = new CollapseSettings(0, 1, 4, 0, 0, 0);
        float[] original = generator.embeddings().row(label.index());
        RecordedSteps steps = new RecordedSteps();
        new ClassTuner(runtime, generator, classifier, Optional.of(judge), settings.build())
                .tune(
                        new TuningSubject(label, original, OptionalDouble.empty(), Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        steps);
        float[] whole = steps.found.get(0).embedding();
        float[] half = steps.found.get(steps.found.size() - 1).embedding();
        float[] random = original.clone();
        Random normal = new Random(label.index());
        double length = 0;
        double wanted = 0;
        double[] way = new double[random.length];
        for (int i = 0; i < way.length; i++) {
            way[i] = normal.nextGaussian();
            length += way[i] * way[i];
            wanted += (half[i] - original[i]) * (half[i] - original[i]);
        }
        for (int i = 0; i < way.length; i++) {
            random[i] += (float) (way[i] * Math.sqrt(wanted / length));
        }
        return List.of(whole, half, random);
    }

    /** As far from the original as a row, on the other side: what that one gained is lost. */
    private static float[] backwards(float[] original, float[] row) {
        float[] other = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            other[i] = 2 * original[i] - row[i];
        }
        return other;
    }

    private MeasuredSamples drawn(Generator generator, ClassLabel label, String name, float[] row) throws IOException {
        Path file = folder.resolve(name + ".bin");
        if (!Files.exists(file)) {
            MeasuredSamples samples = new SampleEvaluator(
                            new BatchLoop(runtime), generator, classifier, Optional.of(judge))
                    .measure(row, Optional.empty(), label, SEED, StreamPurpose.TEST, TRUTH);
            List<float[]> numbers = new ArrayList<>();
            for (SampleScores pair : samples.pairs()) {
                numbers.add(new float[] {
                    (float) pair.classifier().top1(),
                    (float) pair.classifier().probability(),
                    (float) pair.judge().orElseThrow().top1(),
                    (float) pair.judge().orElseThrow().probability(),
                    (float) pair.pairDiversity()
                });
            }
            write(file, numbers);
        }
        return samples(read(file, MEASURES).stream().map(VerdictCount::scores).toList());
    }

    private static SampleScores scores(float[] numbers) {
        return new SampleScores(
                new ClassifierScore(numbers[0], numbers[1], 0),
                Optional.of(new ClassifierScore(numbers[2], numbers[3], 0)),
                numbers[4]);
    }

    private static MeasuredSamples samples(List<SampleScores> pairs) {
        float[] mean = new float[MEASURES];
        double[] sums = new double[MEASURES];
        for (SampleScores pair : pairs) {
            sums[0] += pair.classifier().top1();
            sums[1] += pair.classifier().probability();
            sums[2] += pair.judge().orElseThrow().top1();
            sums[3] += pair.judge().orElseThrow().probability();
            sums[4] += pair.pairDiversity();
        }
        for (int i = 0; i < MEASURES; i++) {
            mean[i] = (float) (sums[i] / pairs.size());
        }
        return new MeasuredSamples(scores(mean), pairs);
    }

    private void tell(String title, MeasuredSamples before, MeasuredSamples after, boolean collapsed) {
        Map<Verdict, Integer> verdicts = counts();
        Map<Verdict, Integer> nulls = counts();
        Map<Verdict, Integer> bare = counts();
        Random coin = new Random(SEED);
        int pairs = TEST / 2;
        for (int set = 0; set < TRUTH / TEST; set++) {
            List<SampleScores> old = before.pairs().subList(set * pairs, (set + 1) * pairs);
            List<SampleScores> now = after.pairs().subList(set * pairs, (set + 1) * pairs);
            verdicts.merge(verdict(old, now, collapsed, LEAST_GAIN, set), 1, Integer::sum);
            for (int exchange = 0; exchange < EXCHANGES; exchange++) {
                List<SampleScores> left = new ArrayList<>();
                List<SampleScores> right = new ArrayList<>();
                for (int i = 0; i < pairs; i++) {
                    boolean swap = coin.nextBoolean();
                    left.add(swap ? now.get(i) : old.get(i));
                    right.add(swap ? old.get(i) : now.get(i));
                }
                nulls.merge(verdict(left, right, collapsed, LEAST_GAIN, set), 1, Integer::sum);
                bare.merge(verdict(left, right, collapsed, 0, set), 1, Integer::sum);
            }
        }
        SampleScores first = before.scores();
        SampleScores then = after.scores();
        out.printf(
                Locale.ROOT,
                "%-40s true change: top-1 %+.4f, %+.4f, probability %+.4f, %+.4f, pair diversity %.4f -> %.4f;"
                        + " truth %s; improved, kept, worse: %s; exchanged: %s; exchanged, no least gain: %s%n",
                title,
                then.classifier().top1() - first.classifier().top1(),
                then.judge().orElseThrow().top1() - first.judge().orElseThrow().top1(),
                then.classifier().probability() - first.classifier().probability(),
                then.judge().orElseThrow().probability()
                        - first.judge().orElseThrow().probability(),
                first.pairDiversity(),
                then.pairDiversity(),
                verdict(before.pairs(), after.pairs(), collapsed, LEAST_GAIN, 0),
                verdicts.values(),
                nulls.values(),
                bare.values());
    }

    private static Verdict verdict(
            List<SampleScores> before, List<SampleScores> after, boolean collapsed, double leastGain, int seed) {
        MeasuredSamples old = samples(before);
        SelectionRule rule =
                collapsed ? SelectionRule.collapsed(old.scores(), 0.05) : SelectionRule.healthy(old.scores(), 0.95);
        return new VerdictRule(rule.requirements(), leastGain)
                .decide(new PairedComparison(old, samples(after), seed, 0))
                .verdict();
    }

    private static void write(Path file, List<float[]> rows) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (DataOutputStream numbers =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(partial)))) {
            for (float[] row : rows) {
                for (float number : row) {
                    numbers.writeFloat(number);
                }
            }
        }
        Files.move(partial, file);
    }

    private static List<float[]> read(Path file, int columns) throws IOException {
        List<float[]> rows = new ArrayList<>();
        long count = Files.size(file) / Float.BYTES / columns;
        try (DataInputStream numbers = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (long row = 0; row < count; row++) {
                float[] values = new float[columns];
                for (int i = 0; i < columns; i++) {
                    values[i] = numbers.readFloat();
                }
                rows.add(values);
            }
        }
        return rows;
    }

    private static Map<Verdict, Integer> counts() {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        Arrays.stream(Verdict.values()).forEach(verdict -> counts.put(verdict, 0));
        return counts;
    }
}
