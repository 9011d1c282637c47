package org.biggantune.tuning;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.ComparisonIntervals;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.Measure;
import org.biggantune.metric.MeasuredSamples;
import org.biggantune.metric.SampleScores;

/**
 * Reads and writes a {@link TuningState} in a big-endian binary format:
 *
 * <pre>
 * state      = start:int step:int count:int ended:int* parameters:floats mean:floats square:floats average:floats steps:int samples count:int candidate* passes
 * candidate  = start:int step:int interpolation:double embedding:floats layer loss:double scores comparison
 * layer      = size:int [floats], size 0 for none
 * samples    = scores pairs:int scores*
 * comparison = intervals intervals intervals, of before, after and change
 * intervals  = interval*, for each of {@link Measure#in} the scores
 * interval   = mean:double low:double high:double
 * scores     = score judged:boolean [score] pairDiversity:double
 * score      = top1:double probability:double crossEntropy:double
 * passes     = count count count, for tuning, choosing and report
 * count      = generator:long classifiers:long
 * floats     = length:int float*
 * </pre>
 */
public final class TuningStateFormat {
    private TuningStateFormat() {}

    /** Writes a state. */
    public static void write(TuningState state, DataOutput out) throws IOException {
        out.writeInt(state.start());
        out.writeInt(state.step());
        out.writeInt(state.ended().size());
        for (int start : new TreeSet<>(state.ended())) {
            out.writeInt(start);
        }
        write(state.parameters(), out);
        write(state.moments().mean(), out);
        write(state.moments().square(), out);
        write(state.moments().average(), out);
        out.writeInt(state.moments().steps());
        write(state.original(), out);
        out.writeInt(state.candidates().size());
        for (Candidate candidate : state.candidates()) {
            out.writeInt(candidate.start());
            out.writeInt(candidate.step());
            out.writeDouble(candidate.interpolation());
            write(candidate.embedding(), out);
            write(candidate.noiseLayer(), out);
            out.writeDouble(candidate.loss());
            write(candidate.scores(), out);
            write(candidate.comparison(), Measure.in(candidate.scores()), out);
        }
        write(state.passes().tuning(), out);
        write(state.passes().choosing(), out);
        write(state.passes().report(), out);
    }

    /**
     * Reads a state. {@link ClassTuner#requireOwn} checks that it belongs to a tuning.
     *
     * @throws EOFException if the bytes end early
     * @throws IOException if a length is out of range
     * @throws IllegalArgumentException if numbers contradict each other
     */
    public static TuningState read(DataInputStream in) throws IOException {
        int start = in.readInt();
        int step = in.readInt();
        Set<Integer> ended = new TreeSet<>();
        for (int left = length(in); left > 0; left--) {
            ended.add(in.readInt());
        }
        float[] parameters = floats(in);
        float[] mean = floats(in);
        float[] square = floats(in);
        float[] average = floats(in);
        int steps = in.readInt();
        MeasuredSamples original = samples(in);
        int count = length(in);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            candidates.add(candidate(in));
        }
        ForwardPasses passes = new ForwardPasses(passes(in), passes(in), passes(in));
        return new TuningState(
                start,
                step,
                ended,
                parameters,
                new OptimizerState(mean, square, average, steps),
                original,
                candidates,
                passes);
    }

    private static Candidate candidate(DataInputStream in) throws IOException {
        int start = in.readInt();
        int step = in.readInt();
        double interpolation = in.readDouble();
        float[] embedding = floats(in);
        Optional<NoiseLayer> layer = layer(in);
        double loss = in.readDouble();
        SampleScores scores = scores(in);
        List<Measure> measures = Measure.in(scores);
        ComparisonIntervals comparison =
                new ComparisonIntervals(intervals(measures, in), intervals(measures, in), intervals(measures, in));
        return new Candidate(start, step, interpolation, embedding, layer, loss, scores, comparison);
    }

    private static void write(ComparisonIntervals comparison, List<Measure> measures, DataOutput out)
            throws IOException {
        for (Map<Measure, ConfidenceInterval> intervals :
                List.of(comparison.before(), comparison.after(), comparison.change())) {
            for (Measure measure : measures) {
                ConfidenceInterval interval = Objects.requireNonNull(intervals.get(measure));
                out.writeDouble(interval.mean());
                out.writeDouble(interval.low());
                out.writeDouble(interval.high());
            }
        }
    }

    private static Map<Measure, ConfidenceInterval> intervals(List<Measure> measures, DataInputStream in)
            throws IOException {
        Map<Measure, ConfidenceInterval> intervals = new EnumMap<>(Measure.class);
        for (Measure measure : measures) {
            intervals.put(measure, new ConfidenceInterval(in.readDouble(), in.readDouble(), in.readDouble()));
        }
        return intervals;
    }

    private static void write(ForwardPasses.Count count, DataOutput out) throws IOException {
        out.writeLong(count.generator());
        out.writeLong(count.classifiers());
    }

    private static ForwardPasses.Count passes(DataInputStream in) throws IOException {
        return new ForwardPasses.Count(in.readLong(), in.readLong());
    }

    private static void write(Optional<NoiseLayer> layer, DataOutput out) throws IOException {
        out.writeInt(layer.map(NoiseLayer::size).orElse(0));
        if (layer.isPresent()) {
            write(layer.get().values(), out);
        }
    }

    private static Optional<NoiseLayer> layer(DataInputStream in) throws IOException {
        int size = length(in);
        return size == 0 ? Optional.empty() : Optional.of(new NoiseLayer(size, floats(in)));
    }

    private static void write(float[] values, DataOutput out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    /** Allocates no more than the bytes actually present, whatever the length field says. */
    private static float[] floats(DataInputStream in) throws IOException {
        int length = length(in);
        byte[] bytes = in.readNBytes(length * Float.BYTES);
        if (bytes.length < length * Float.BYTES) {
            throw new EOFException();
        }
        float[] values = new float[length];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        return values;
    }

    private static int length(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > Integer.MAX_VALUE / Float.BYTES) {
            throw new IOException("a length of " + length);
        }
        return length;
    }

    private static void write(MeasuredSamples samples, DataOutput out) throws IOException {
        write(samples.scores(), out);
        out.writeInt(samples.pairs().size());
        for (SampleScores pair : samples.pairs()) {
            write(pair, out);
        }
    }

    private static MeasuredSamples samples(DataInputStream in) throws IOException {
        SampleScores scores = scores(in);
        List<SampleScores> pairs = new ArrayList<>();
        for (int left = length(in); left > 0; left--) {
            pairs.add(scores(in));
        }
        return new MeasuredSamples(scores, pairs);
    }

    private static void write(SampleScores scores, DataOutput out) throws IOException {
        write(scores.classifier(), out);
        out.writeBoolean(scores.judge().isPresent());
        if (scores.judge().isPresent()) {
            write(scores.judge().get(), out);
        }
        out.writeDouble(scores.pairDiversity());
    }

    private static SampleScores scores(DataInputStream in) throws IOException {
        ClassifierScore classifier = score(in);
        Optional<ClassifierScore> judge = in.readBoolean() ? Optional.of(score(in)) : Optional.empty();
        return new SampleScores(classifier, judge, in.readDouble());
    }

    private static void write(ClassifierScore score, DataOutput out) throws IOException {
        out.writeDouble(score.top1());
        out.writeDouble(score.probability());
        out.writeDouble(score.crossEntropy());
    }

    private static ClassifierScore score(DataInputStream in) throws IOException {
        return new ClassifierScore(in.readDouble(), in.readDouble(), in.readDouble());
    }
}
