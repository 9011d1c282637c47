package org.biggantune.runfolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.cli.SelfCommand;
import org.biggantune.domain.ClassLabel;

/**
 * A cluster on one machine: many real processes share a run's folder, each with a host name of its own where the system
 * lets it have one, so that none can see whether another lives. Those that end with an error are started again.
 *
 * <p>As a program: the folder, the count of classes, of tasks, the share of classes at which something fails,
 * milliseconds a class. docs/cluster.md has what it measured.
 */
final class ClusterSimulation {
    private static final Duration PATIENCE = Duration.ofMinutes(9);

    private final Path root;
    private final int classes;
    private final int tasks;
    private final double risk;
    private final int millis;

    ClusterSimulation(Path root, int classes, int tasks, double risk, int millis) {
        this.root = root;
        this.classes = classes;
        this.tasks = tasks;
        this.risk = risk;
        this.millis = millis;
    }

    /**
     * What a simulation came to.
     *
     * @param finishes how often each class was finished
     * @param restarts tasks that ended with an error and were started again
     * @param left classes that a task left as another had taken them over
     * @param costMillis the time that claiming and finishing took, per class, in a task that was not killed
     */
    record Outcome(Map<Integer, Integer> finishes, int restarts, int left, double costMillis) {}

    public static void main(String[] arguments) throws Exception {
        ClusterSimulation simulation = new ClusterSimulation(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Double.parseDouble(arguments[3]),
                Integer.parseInt(arguments[4]));
        long begun = System.nanoTime();
        Outcome outcome = simulation.run();
        System.out.printf(
                Locale.ROOT,
                "%d classes, %d finished once, %d tasks restarted, %d classes left, %.2f ms a class, %.0f s%n",
                simulation.classes,
                outcome.finishes().values().stream().filter(count -> count == 1).count(),
                outcome.restarts(),
                outcome.left(),
                outcome.costMillis(),
                (System.nanoTime() - begun) / 1e9);
    }

    /** A process and the shard that it tunes. */
    private record Task(int shard, Process process) {}

    Outcome run() throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("notes"));
        List<Task> running = new ArrayList<>();
        Map<Long, Long> suspended = new HashMap<>();
        int restarts = 0;
        int started = 0;
        try {
            for (int shard = 0; shard < tasks; shard++) {
                running.add(new Task(shard, start(shard, started++)));
            }
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!running.isEmpty() && System.nanoTime() < end) {
                for (Task task : List.copyOf(running)) {
                    // As a scheduler does that hears no more of a node, which comes back later.
                    if (isSuspendedNow(task.process().pid(), suspended)) {
                        running.add(new Task(task.shard(), start(task.shard(), started++)));
                    }
                    if (!task.process().isAlive()) {
                        running.remove(task);
                        if (task.process().exitValue() != 0) {
                            restarts++;
                            running.add(new Task(task.shard(), start(task.shard(), started++)));
                        }
                    }
                }
                Thread.sleep(20);
            }
        } finally {
            running.forEach(task -> task.process().destroyForcibly());
        }
        return outcome(restarts);
    }

    /** Whether a process has been suspended since it was last looked at; one that was for long goes on. */
    private static boolean isSuspendedNow(long process, Map<Long, Long> suspended)
            throws IOException, InterruptedException {
        Path status = Path.of("/proc", Long.toString(process), "stat");
        try {
            if (!Files.readString(status).contains(") T ")) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        Long since = suspended.putIfAbsent(process, System.nanoTime());
        if (since != null
                && System.nanoTime() - since > 3 * StandInTask.QUICK.stale().toNanos()) {
            suspended.put(process, System.nanoTime());
            new ProcessBuilder("kill", "-CONT", Long.toString(process)).start().waitFor();
        }
        return since == null;
    }

    private Process start(int task, long seed) throws IOException {
        List<String> arguments = List.of(
                root.toString(),
                Integer.toString(classes),
                task + "/" + tasks,
                Long.toString(seed),
                Double.toString(risk),
                Integer.toString(millis));
        List<String> command = new ArrayList<>();
        if (canHaveAName()) {
            command.addAll(List.of("unshare", "--uts", "sh", "-c", "hostname node" + seed + "; exec \"$@\"", "sh"));
        }
        command.addAll(SelfCommand.command(
                StandInTask.class.getName(), List.of("-Xmx32m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"), arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        root.resolve("notes").resolve("output.log").toFile()))
                .start();
    }

    private static boolean canHaveAName() {
        try {
            return new ProcessBuilder("unshare", "--uts", "true").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Outcome outcome(int restarts) throws IOException {
        Map<Integer, Integer> finishes = new HashMap<>();
        for (ClassLabel label : StandInTask.classes(classes)) {
            finishes.put(label.index(), 0);
        }
        int left = 0;
        long cost = 0;
        long tuned = 0;
        try (Stream<Path> files = Files.list(root.resolve("notes"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".txt")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] words = line.split(" ", -1);
                    switch (words[0]) {
                        case "finished" -> finishes.merge(Integer.valueOf(words[1]), 1, Integer::sum);
                        case "left" -> left++;
                        case "cost" -> {
                            cost += Long.parseLong(words[1]);
                            tuned += Long.parseLong(words[2]);
                        }
                        default -> {}
                    }
                }
            }
        }
        return new Outcome(finishes, restarts, left, cost / 1e6 / Math.max(1, tuned));
    }
}
