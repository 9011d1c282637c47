package org.biggantune.command.evaluate;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.tuning.TunedParameters;

/**
 * A class whose rows are to be measured.
 *
 * @param run the folder of the run that tuned it; empty for a class of the generator itself
 * @param generator the generator's file
 * @param target the class that its samples are to show
 * @param original the generator's row that was there before
 * @param before this row
 * @param after the tuned row and its noise layer, if there is one
 */
@SuppressWarnings("ArrayRecordComponent") // rows are lent, never compared
record EvaluationSubject(
        Optional<Path> run,
        Path generator,
        ClassLabel target,
        ClassLabel original,
        float[] before,
        Optional<TunedParameters> after) {}
