package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Shard;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.report.JsonFile;

/**
 * A task of an array with a stand-in for the tuner: it sleeps, and at random is killed, loses its disk, has its clock
 * hours away, or is suspended for longer than others wait for it. Claims and class folders are the real ones.
 */
final class StandInTask {
    /** What the tests wait for a lost owner, where the tool waits for a minute. */
    static final ClaimTiming QUICK = new ClaimTiming(Duration.ofMillis(300), Duration.ofMillis(3000));

    private static final int KILLED = 137;
    private static final int DISK_FULL = 74;

    private final RunDirectory directory;
    private final ClassClaims claims;
    private final Random random;
    private final PrintWriter notes;
    private final double risk;
    private final int millis;
    private long coordination;
    private int tuned;

    private StandInTask(Path root, Random random, PrintWriter notes, double risk, int millis) {
        RunDirectory.create(root.resolve(RunDirectory.CLASSES));
        this.directory = RunDirectory.ofParent(root);
        this.claims = new ClassClaims(directory, QUICK);
        this.random = random;
        this.notes = notes;
        this.risk = risk;
        this.millis = millis;
    }

    /** The classes of the simulated run. */
    static List<ClassLabel> classes(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new ClassLabel(index, "class " + index))
                .toList();
    }

    /** Arguments: the run's folder, the count of classes, the shard, a seed, how often something fails, milliseconds a class. */
    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        Shard shard = Shard.parse(arguments[2], System.getenv()).orElseThrow();
        Path file = root.resolve("notes").resolve(ProcessHandle.current().pid() + "-" + arguments[3] + ".txt");
        try (PrintWriter notes = new PrintWriter(Files.newBufferedWriter(file), true)) {
            new StandInTask(
                            root,
                            new Random(Long.parseLong(arguments[3])),
                            notes,
                            Double.parseDouble(arguments[4]),
                            Integer.parseInt(arguments[5]))
                    .work(shard.of(classes(Integer.parseInt(arguments[1]))));
        }
    }

    private void work(List<ClassLabel> own) throws Exception {
        List<ClassLabel> waiting = new ArrayList<>(own);
        while (!waiting.isEmpty()) {
            for (ClassLabel label : List.copyOf(waiting)) {
                long begun = System.nanoTime();
                Optional<ClassFolder> opened =
                        directory.finished(label).isPresent() ? Optional.empty() : claims.open(label);
                coordination += System.nanoTime() - begun;
                if (opened.isPresent()) {
                    tune(label, opened.get());
                }
                if (directory.finished(label).isPresent()
                        || (opened.isEmpty() && claims.holder(label).isPresent())) {
                    waiting.remove(label);
                }
            }
            if (!waiting.isEmpty()) {
                Thread.sleep(100);
            }
        }
        notes.println("cost " + coordination + " " + tuned);
    }

    private void tune(ClassLabel label, ClassFolder folder) throws Exception {
        try (folder) {
            if (folder.finished()) {
                return;
            }
            double chance = random.nextDouble() / risk;
            Thread.sleep(millis / 2 + random.nextInt(millis));
            if (chance < 0.4) {
                Runtime.getRuntime().halt(KILLED);
            } else if (chance < 0.6) {
                folder.fail("disk full");
                throw new WriteFailedException("disk full", new IOException());
            } else if (chance < 0.8) {
                Files.setLastModifiedTime(
                        ClaimFile.latest(folder.path()).orElseThrow().path(),
                        FileTime.fromMillis(System.currentTimeMillis() + (random.nextInt(20) - 10) * 3_600_000L));
            } else if (chance < 1) {
                new ProcessBuilder(
                                "kill",
                                "-STOP",
                                Long.toString(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
            }
            folder.onStep(1, 1);
            long begun = System.nanoTime();
            folder.finish(result(label));
            notes.println("finished " + label.index());
            coordination += System.nanoTime() - begun;
            tuned++;
        } catch (SettingsConflictException e) {
            notes.println("left " + label.index());
        } catch (WriteFailedException e) {
            notes.println("failed " + label.index());
            folder.close();
            Runtime.getRuntime().halt(DISK_FULL);
        }
    }

    private static ObjectNode result(ClassLabel label) {
        ObjectNode json = JsonFile.ofLine(
                        "{\"verdict\":\"improved\",\"reason\":\"\",\"improved\":true,\"before\":"
                                + "{\"classifier\":{\"top1\":0,\"probability\":0},\"judge\":null,\"pairDiversity\":0},\"after\":"
                                + "{\"classifier\":{\"top1\":1,\"probability\":1},\"judge\":null,\"pairDiversity\":1},\"seconds\":1}")
                .orElseThrow();
        json.set("class", ClassResult.json(label));
        return json;
    }
}
