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
 * One part of a list that is divided among the tasks of an array job: every {@code count}-th element from {@code index}
 * on. The parts are disjoint and together make up the list.
 *
 * @param index the index of the part, from 0
 * @param count the number of parts
 */
public record Shard(int index, int count) {
    private static final String OPTION = "--shard ";
    private static final Pattern GIVEN = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
    private static final Pattern AUTO = Pattern.compile("auto(?:/(\\d{1,9}))?");

    /**
     * The environment variables of a scheduler's array job: the number of this task, the first, last and step of all
     * numbers, and the number of tasks. An empty name means that the scheduler does not set it.
     */
    private record Scheduler(
            String name, String task, String none, String first, String last, String step, String count) {
        /** Whether this process is a task of one of its arrays. */
        boolean isPresent(Map<String, String> environment) {
            return isSet(environment, task)
                    && !Objects.requireNonNull(environment.get(task)).strip().equals(none);
        }
    }

    private static final List<Scheduler> SCHEDULERS = List.of(
            new Scheduler(
                    "Slurm",
                    "SLURM_ARRAY_TASK_ID",
                    "",
                    "SLURM_ARRAY_TASK_MIN",
                    "SLURM_ARRAY_TASK_MAX",
                    "SLURM_ARRAY_TASK_STEP",
                    "SLURM_ARRAY_TASK_COUNT"),
            new Scheduler("PBS", "PBS_ARRAY_INDEX", "", "", "", "", ""),
            new Scheduler("Torque", "PBS_ARRAYID", "", "", "", "", ""),
            new Scheduler("LSF", "LSB_JOBINDEX", "0", "", "LSB_JOBINDEX_END", "LSB_JOBINDEX_STEP", ""),
            new Scheduler(
                    "Grid Engine",
                    "SGE_TASK_ID",
                    "undefined",
                    "SGE_TASK_FIRST",
                    "SGE_TASK_LAST",
                    "SGE_TASK_STEPSIZE",
                    ""));

    /** Checks the numbers. */
    public Shard {
        if (count < 1 || index < 0 || index >= count) {
            throw new InvalidOptionException(OPTION + index + "/" + count
                    + ": expected I/N with I from 0 to N - 1, such as 0/4 to 3/4 for four tasks");
        }
    }

    /**
     * Parses a shard.
     *
     * @param text {@code none}; {@code I/N}; {@code auto} for the task of a scheduler's array job; {@code auto/N} if
     *     the scheduler does not give the number of tasks, or if only some tasks of a larger array run
     * @param environment the environment with the scheduler's variables
     * @return empty for {@code none}
     * @throws InvalidOptionException for any other text, or if this is not a task of an array job
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

    /** Returns the elements of a list that belong to this part, in order. */
    public <T> List<T> of(List<T> list) {
        return IntStream.range(0, list.size())
                .filter(position -> position % count == index)
                .mapToObj(list::get)
                .toList();
    }

    /** Returns the form {@code I/N} of the option. */
    @Override
    public String toString() {
        return index + "/" + count;
    }

    private static Shard of(String text, Optional<Integer> asked, Map<String, String> environment) {
        Scheduler scheduler = SCHEDULERS.stream()
                .filter(one -> one.isPresent(environment))
                .findFirst()
                .orElseThrow(() -> new InvalidOptionException(OPTION + text
                        + ": this is not a task of an array job (none of "
                        + String.join(
                                ", ", SCHEDULERS.stream().map(Scheduler::task).toList())
                        + " is set); give --shard I/N"));
        int task = number(text, environment, scheduler.task());
        if (asked.isPresent()) {
            return inside(text, scheduler, task, asked.get());
        }
        if (!isSet(environment, scheduler.last())) {
            throw new InvalidOptionException(OPTION + text + ": " + scheduler.name()
                    + " does not give the number of tasks; give --shard auto/N for tasks from 0 to N - 1");
        }
        // LSF numbers tasks from 1 and has no variable for it.
        int first = isSet(environment, scheduler.first()) ? number(text, environment, scheduler.first()) : 1;
        int last = number(text, environment, scheduler.last());
        int step = isSet(environment, scheduler.step()) ? number(text, environment, scheduler.step()) : 1;
        int count = step < 1 ? 0 : (last - first) / step + 1;
        boolean even = step > 0 && task >= first && task <= last && (task - first) % step == 0;
        boolean counted =
                !isSet(environment, scheduler.count()) || number(text, environment, scheduler.count()) == count;
        if (!even || !counted) {
            throw new InvalidOptionException(OPTION + text + ": task " + task + " is not in the array from " + first
                    + " to " + last + " in steps of " + step
                    + (counted ? "" : " with " + environment.get(scheduler.count()) + " tasks")
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
