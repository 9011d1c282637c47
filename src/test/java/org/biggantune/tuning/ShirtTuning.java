package org.biggantune.tuning;

import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.metric.SampleScores;
import org.biggantune.model.BatchLoop;
import org.biggantune.support.DemoModelTests;
import org.biggantune.support.Settings;

/** What tests need that tune the demo generator's shirts: few steps, few samples. */
abstract class ShirtTuning extends DemoModelTests {
    static final ClassLabel SHIRT = new ClassLabel(5, "shirt");

    /** To be set before each tuning. */
    final Settings settings = new Settings();

    /** The level of real images, if there is to be one. */
    Optional<RealLevel> level = Optional.empty();

    /** What the tunings told. */
    final RecordedSteps steps = new RecordedSteps();

    /** The row of shirts. */
    static float[] row() {
        return demo.generator().embeddings().row(SHIRT.index());
    }

    TuningResult tune(boolean judged) {
        return tune(judged, Optional.empty(), 1);
    }

    TuningResult tune(boolean judged, Optional<TuningState> from, int block) {
        return new ClassTuner(
                        demo.runtime(),
                        demo.generator(),
                        demo.examiner(),
                        judged ? Optional.of(demo.judgeExaminer()) : Optional.empty(),
                        settings.build(),
                        block)
                .tune(new TuningSubject(SHIRT, row(), OptionalDouble.empty(), Optional.empty(), level), from, steps);
    }

    static SampleScores scores(float[] embedding, StreamPurpose purpose) {
        return scores(embedding, Optional.empty(), purpose);
    }

    static SampleScores scores(float[] embedding, Optional<NoiseLayer> layer, StreamPurpose purpose) {
        Settings defaults = new Settings();
        int samples = purpose == StreamPurpose.TEST ? defaults.testSamples : defaults.validationSamples;
        return new SampleEvaluator(new BatchLoop(demo.runtime()), demo.generator(), demo.examiner(), Optional.empty())
                .scores(embedding, layer, SHIRT, 1, purpose, samples);
    }
}
