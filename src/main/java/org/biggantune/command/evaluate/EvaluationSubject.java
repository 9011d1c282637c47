package org.biggantune.command.evaluate;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.tuning.TunedParameters;

/**
 * A class and the embeddings to measure for it.
 *
 * @param run the folder of the run that tuned it; empty for a class of the generator itself
 * @param generator the generator's file
 * @param target the class that the samples should show
 * @param original the generator's class that tuning is compared with
 * @param before the embedding of this class; borrowed
 * @param after the tuned embedding and its noise layer, if there is one
 */
@SuppressWarnings("ArrayRecordComponent") // the array is borrowed, never compared
record EvaluationSubject(
        Optional<Path> run,
        Path generator,
        ClassLabel target,
        ClassLabel original,
        float[] before,
        Optional<TunedParameters> after) {}
