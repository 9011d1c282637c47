package org.biggantune.tuning;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.metric.MeasuredSamples;

/**
 * The state from which a tuning of a class resumes as if it had never stopped. Random numbers need no state; they
 * follow from their keys.
 *
 * @param start the index of the current start, from 0; the first of the group if several are tuned together
 * @param step the number of steps taken
 * @param ended the starts that have ended, all of them before {@code start} or in its group
 * @param parameters the embedding, not clamped, followed by the noise layer if one is trained; for a group, those of
 *     all active starts, concatenated
 * @param moments the optimiser's state for the parameters
 * @param original the original embedding's samples of the validation latents
 * @param candidates the candidates of all starts so far, in order
 * @param passes the images that passed through the models so far, without those of the collapse check, which is
 *     repeated on resumption
 */
public record TuningState(
        int start,
        int step,
        Set<Integer> ended,
        float[] parameters,
        OptimizerState moments,
        MeasuredSamples original,
        List<Candidate> candidates,
        ForwardPasses passes) {
    /** Copies the parameters, the set and the list. */
    public TuningState {
        ended = Set.copyOf(ended);
        parameters = parameters.clone();
        candidates = List.copyOf(candidates);
    }

    /** Whether a start has ended. */
    boolean ended(int index) {
        return ended.contains(index);
    }

    /** Returns the number of steps of a start that has ended, 0 for any other. */
    int stepsOfEnded(int index) {
        return ended(index)
                ? candidates.stream()
                        .filter(candidate -> candidate.start() == index)
                        .mapToInt(Candidate::step)
                        .max()
                        .orElse(0)
                : 0;
    }

    /** Returns the total number of steps of the starts before the current one. */
    int stepsOfEarlierStarts() {
        return IntStream.range(0, start).map(this::stepsOfEnded).sum();
    }

    /**
     * Checks that a tuning can be in this state, which may come from an edited file.
     *
     * @param settings how the class is tuned
     * @param embeddingSize the length of an embedding
     * @param latentSize the latent size
     * @throws IllegalArgumentException if it cannot
     */
    void requireOwn(TuningSettings settings, int embeddingSize, int latentSize) {
        int most = Math.max(settings.steps(), settings.ofCollapsed().steps());
        int starts = settings.start().starts();
        int together = settings.load().parallelStarts();
        require(start >= 0 && start < starts && start % together == 0, "start " + start + " of " + starts);
        require(step >= 0 && step <= most, "step " + step + " of " + most);
        require(
                ended.stream().allMatch(one -> one >= 0 && one < Math.min(starts, start + together))
                        && IntStream.range(0, start).allMatch(ended::contains),
                "ended starts " + ended + " of " + starts);
        int active = (int) IntStream.range(start, Math.min(starts, start + together))
                .filter(one -> !ended(one))
                .count();
        int size = embeddingSize + (settings.noiseLayer() ? NoiseLayer.count(latentSize) : 0);
        require(
                parameters.length == (long) active * size,
                parameters.length + " parameters, expected " + active + " times " + size);
        require(
                moments.mean().length == parameters.length && moments.steps() == step,
                moments.mean().length + " moments of " + moments.steps() + " steps for " + parameters.length
                        + " parameters and " + step + " steps");
        require(
                finite(parameters) && finite(moments.mean()) && finite(moments.square()),
                "numbers that are not finite");
        int averaged = settings.optimization().averaged() ? parameters.length : 0;
        require(
                moments.average().length == averaged && finite(moments.average()),
                moments.average().length + " averages, expected " + averaged + " finite ones");
        require(
                original.pairs().size() == settings.selection().validationSamples() / 2,
                original.pairs().size() + " pairs of the original embedding, expected "
                        + settings.selection().validationSamples() / 2);
        for (Candidate candidate : candidates) {
            require(
                    candidate.start() >= 0
                            && candidate.start() < Math.min(starts, start + together)
                            && candidate.step() >= 1
                            && candidate.step() <= (candidate.start() < start ? most : step)
                            && candidate.interpolation() > 0
                            && candidate.interpolation() <= 1,
                    "a candidate of start " + candidate.start() + ", step " + candidate.step() + ", interpolation "
                            + candidate.interpolation());
            require(
                    candidate.embedding().length == embeddingSize
                            && finite(candidate.embedding())
                            && candidate.noiseLayer().isPresent() == settings.noiseLayer()
                            && candidate.noiseLayer().stream().allMatch(layer -> layer.size() == latentSize),
                    "a candidate of " + candidate.embedding().length + " numbers, expected " + embeddingSize
                            + " finite ones");
        }
    }

    private static boolean finite(float[] numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    private static void require(boolean holds, String found) {
        if (!holds) {
            throw new IllegalArgumentException(found);
        }
    }
}
