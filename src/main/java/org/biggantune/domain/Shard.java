package org.biggantune.domain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * One of several parts that a list is divided into, one for each task of an array: every {@code count}-th element,
 * beginning at {@code index}. Of any count, all parts together are the list, and none shares an element with another.
 *
 * @param index which part, from 0
 * @param count how many parts there are
 */
public record Shard(int index, int count) {
    private static final String OPTION = "--shard ";
    private static final Pattern GIVEN = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
    private static final Pattern AUTO = Pattern.compile("auto(?:/(\\d{1,9}))?");

    /**
     * The variables by which schedulers say which task of an array a process is: its number, and the first, the last and
     * the distance of all numbers where they say that; then those that say how many there are.
     */
    private record Scheduler(String name, String task, String first, String last, String step, String count) {}

    private static final List<Scheduler> SCHEDULERS = List.of(
            new Scheduler(
                    "Slurm",
                    "SLURM_ARRAY_TASK_ID",
                    "SLURM_ARRAY_TASK_MIN",
                    "SLURM_ARRAY_TASK_MAX",
                    "SLURM_ARRAY_TASK_STEP",
                    "SLURM_ARRAY_TASK_COUNT"),
            new Scheduler("PBS", "PBS_ARRAY_INDEX", "", "", "", ""),
            new Scheduler("Torque", "PBS_ARRAYID", "", "", "", ""),
            new Scheduler("LSF", "LSB_JOBINDEX", "", "LSB_JOBINDEX_END", "LSB_JOBINDEX_STEP", ""),
            new Scheduler("Grid Engine", "SGE_TASK_ID", "SGE_TASK_FIRST", "SGE_TASK_LAST", "SGE_TASK_STEPSIZE", ""));

    /** Checks the numbers. */
    public Shard {
        if (count < 1 || index < 0 || index >= count) {
            throw new InvalidOptionException(OPTION + index + "/" + count
                    + ": expected I/N with I from 0 to N - 1, such as 0/4 to 3/4 for four tasks");
        }
    }

    /**
     * The part that a text names.
     *
     * @param text {@code none}; {@code I/N}; {@code auto}, which is the task of a scheduler's array, or {@code auto/N} where
     *     the scheduler does not say how many there are, or only some tasks of a larger array run
     * @param environment has a scheduler's variables
     * @return empty for {@code none}
     * @throws InvalidOptionException if it is something else, or there is no array
     */
    public static Optional<Shard> parse(String text, Map<String, String> environment) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        Matcher given = GIVEN.matcher(text);
        if (given.matches()) {
            return Optional.of(new Shard(Integer.parseInt(given.group(1)), Integer.parseInt(given.group(2))));
        }
        Matcher auto = AUTO.matcher(text);
        if (auto.matches()) {
            Optional<Integer> count = Optional.ofNullable(auto.group(1)).map(Integer::parseInt);
            return Optional.of(of(text, count, environment));
        }
        throw new InvalidOptionException(OPTION + text + ": expected I/N with I from 0 to N - 1, auto, auto/N or none");
    }

    /** The elements of a list that are this part's, in their order. */
    public <T> List<T> of(List<T> list) {
        return IntStream.range(0, list.size())
                .filter(place -> place % count == index)
                .mapToObj(list::get)
                .toList();
    }

    /** As the option has it. */
    @Override
    public String toString() {
        return index + "/" + count;
    }

    private static Shard of(String text, Optional<Integer> asked, Map<String, String> environment) {
        Scheduler scheduler = SCHEDULERS.stream()
                .filter(one -> isSet(environment, one.task()))
                .findFirst()
                .orElseThrow(() -> new InvalidOptionException(OPTION + text + ": this is no task of an array (none of "
                        + String.join(
                                ", ", SCHEDULERS.stream().map(Scheduler::task).toList())
                        + " is set); give --shard I/N"));
        int task = number(text, environment, scheduler.task());
        if (asked.isPresent()) {
            return inside(text, scheduler, task, asked.get());
        }
        if (!isSet(environment, scheduler.last())) {
            throw new InvalidOptionException(OPTION + text + ": " + scheduler.name()
                    + " does not say how many tasks the array has; give --shard auto/N for tasks from 0 to N - 1");
        }
        // LSF numbers from 1 and does not say so.
        int first = isSet(environment, scheduler.first()) ? number(text, environment, scheduler.first()) : 1;
        int last = number(text, environment, scheduler.last());
        int step = isSet(environment, scheduler.step()) ? number(text, environment, scheduler.step()) : 1;
        int count = step < 1 ? 0 : (last - first) / step + 1;
        boolean even = step > 0 && task >= first && task <= last && (task - first) % step == 0;
        boolean counted =
                !isSet(environment, scheduler.count()) || number(text, environment, scheduler.count()) == count;
        if (!even || !counted) {
            throw new InvalidOptionException(OPTION + text + ": task " + task + " is not of an array from " + first
                    + " to " + last + " in steps of " + step
                    + (counted ? "" : " that has " + environment.get(scheduler.count()) + " tasks")
                    + "; number the tasks without gaps, or give --shard auto/N for tasks from 0 to N - 1");
        }
        return new Shard((task - first) / step, count);
    }

    private static Shard inside(String text, Scheduler scheduler, int task, int count) {
        if (task >= count) {
            throw new InvalidOptionException(OPTION + text + ": " + scheduler.task() + " is " + task
                    + ", which is outside 0 to " + (count - 1) + "; number the tasks from 0");
        }
        return new Shard(task, count);
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    private static int number(String text, Map<String, String> environment, String variable) {
        String value = Objects.requireNonNull(environment.get(variable)).strip();
        if (!value.matches("\\d{1,9}")) {
            throw new InvalidOptionException(
                    OPTION + text + ": " + variable + " is '" + VisibleText.line(value) + "', expected a whole number");
        }
        return Integer.parseInt(value);
    }
}
