package org.biggantune.tuning;

import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.metric.SampleScores;

/**
 * All that a tuning of a class needs to go on as if it had never stopped; random numbers need none, they follow from
 * their addresses.
 *
 * @param start which start is under way, from 0; where several are on their way together, the first of them
 * @param step how many of its steps are done
 * @param parameters its embedding, not clamped, followed by the noise layer's numbers where one is trained; of several
 *     starts those that have not ended, one after the other
 * @param moments the optimiser's memory of them
 * @param original the original row's measures on the selection's latents
 * @param candidates those of all starts so far, in order
 * @param passes images that went through the models so far, but those of the check for collapse, which is made each time
 */
public record TuningState(
        int start,
        int step,
        float[] parameters,
        AdamState moments,
        SampleScores original,
        List<Candidate> candidates,
        ForwardPasses passes) {
    /** Copies the parameters and the list. */
    public TuningState {
        parameters = parameters.clone();
        candidates = List.copyOf(candidates);
    }

    /** Whether a start has ended: then it has candidates of the back-off. */
    boolean ended(int which) {
        return candidates.stream().anyMatch(candidate -> candidate.start() == which && candidate.interpolation() < 1);
    }

    /** How many steps a start that has ended took; it has a candidate at its last step. 0 for another. */
    int stepsOfEnded(int which) {
        return ended(which)
                ? candidates.stream()
                        .filter(candidate -> candidate.start() == which)
                        .mapToInt(Candidate::step)
                        .max()
                        .orElse(0)
                : 0;
    }

    /** How many steps the starts in front of this state's took. */
    int stepsOfEarlierStarts() {
        return IntStream.range(0, start).map(this::stepsOfEnded).sum();
    }

    /**
     * Checks that a tuning can have come to this state: files of states may have been edited.
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
