package org.biggantune.tuning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;

/**
 * A tuning's state as bytes, big-endian:
 *
 * <pre>
 * state      = start:int step:int parameters:floats mean:floats square:floats adamSteps:int scores count:int candidate*
 * candidate  = start:int step:int share:double embedding:floats layer loss:double scores
 * layer      = size:int [floats], size 0 for none
 * scores     = score judged:boolean [score] pairDiversity:double
 * score      = top1:double probability:double crossEntropy:double
 * floats     = length:int float*
 * </pre>
 */
public final class TuningStateFormat {
    /** More numbers than any embedding and noise layer have: a greater length is damage. */
    private static final int MOST_NUMBERS = 1 << 20;

    private TuningStateFormat() {}

    /** Writes a state. */
    public static void write(TuningState state, DataOutput out) throws IOException {
        out.writeInt(state.start());
        out.writeInt(state.step());
        write(state.parameters(), out);
        write(state.moments().mean(), out);
        write(state.moments().square(), out);
        out.writeInt(state.moments().steps());
        write(state.original(), out);
        out.writeInt(state.candidates().size());
        for (Candidate candidate : state.candidates()) {
            out.writeInt(candidate.start());
            out.writeInt(candidate.step());
            out.writeDouble(candidate.share());
            write(candidate.embedding(), out);
            write(candidate.noiseLayer(), out);
            out.writeDouble(candidate.loss());
            write(candidate.scores(), out);
        }
    }

    /**
     * Reads a state.
     *
     * @throws IOException if the bytes end early or a length cannot be true
     */
    public static TuningState read(DataInput in) throws IOException {
        int start = in.readInt();
        int step = in.readInt();
        float[] parameters = floats(in);
        float[] mean = floats(in);
        float[] square = floats(in);
        int steps = in.readInt();
        SampleScores original = scores(in);
        int count = length(in);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            candidates.add(new Candidate(
                    in.readInt(), in.readInt(), in.readDouble(), floats(in), layer(in), in.readDouble(), scores(in)));
        }
        return new TuningState(start, step, parameters, new Moments(mean, square, steps), original, candidates);
    }

    private static void write(Optional<NoiseLayer> layer, DataOutput out) throws IOException {
        out.writeInt(layer.map(NoiseLayer::size).orElse(0));
        if (layer.isPresent()) {
            write(layer.get().values(), out);
        }
    }

    private static Optional<NoiseLayer> layer(DataInput in) throws IOException {
        int size = length(in);
        return size == 0 ? Optional.empty() : Optional.of(new NoiseLayer(size, floats(in)));
    }

    private static void write(float[] values, DataOutput out) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] floats(DataInput in) throws IOException {
        float[] values = new float[length(in)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    private static int length(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_NUMBERS) {
            throw new IOException("a length of " + length);
        }
        return length;
    }

    private static void write(SampleScores scores, DataOutput out) throws IOException {
        write(scores.classifier(), out);
        out.writeBoolean(scores.judge().isPresent());
        if (scores.judge().isPresent()) {
            write(scores.judge().get(), out);
        }
        out.writeDouble(scores.pairDiversity());
    }

    private static SampleScores scores(DataInput in) throws IOException {
        ClassifierScore classifier = score(in);
        Optional<ClassifierScore> judge = in.readBoolean() ? Optional.of(score(in)) : Optional.empty();
        return new SampleScores(classifier, judge, in.readDouble());
    }

    private static void write(ClassifierScore score, DataOutput out) throws IOException {
        out.writeDouble(score.top1());
        out.writeDouble(score.probability());
        out.writeDouble(score.crossEntropy());
    }

    private static ClassifierScore score(DataInput in) throws IOException {
        return new ClassifierScore(in.readDouble(), in.readDouble(), in.readDouble());
    }
}
