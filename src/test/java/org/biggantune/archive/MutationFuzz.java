package org.biggantune.archive;

import com.sun.management.ThreadMXBean;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.biggantune.archive.array.ArrayDescription;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.archive.zip.FileKind;
import org.biggantune.archive.zip.InputFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.support.HostileFiles;
import org.biggantune.support.SmallProgram;

/**
 * Feeds randomly changed files to every reader and checks what untrusted files must not be able to do: end in anything
 * but the documented exceptions with a message of one line, take more memory or time than their size explains, or name
 * entries outside an archive.
 *
 * <p>To let it run for a while: {@code java -Xmx96m -cp TEST_CLASS_PATH org.biggantune.archive.MutationFuzz SECONDS SEED}
 * in the checkout; the exit code is 1 when something was found, and the file that did it is kept.
 */
public final class MutationFuzz {
    /** Memory that reading may take: tables and buffers of fixed size, and a multiple of the file (DEFLATE's is 1032). */
    private static final long BASE_BYTES = 24L << 20;

    private static final long BYTES_PER_BYTE = 2100;
    private static final long MAX_CPU_NANOS = 5_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Path file;
    private final Mutation mutation;
    private long read;
    private long refused;
    private long mostBytes;

    /** A harness that writes its files to a folder. */
    MutationFuzz(Path folder, long seed) throws IOException {
        this.file = folder.resolve("mutated");
        List<Path> seeds = new ArrayList<>(seeds(folder));
        // Twice, as the code is a small part of what can be changed.
        seeds.add(SmallProgram.write(folder.resolve("small.pt")));
        seeds.add(SmallProgram.write(folder.resolve("again.pt")));
        this.mutation = new Mutation(new Random(seed), seeds);
    }

    /** Fuzzes for some seconds. */
    public static void main(String[] arguments) throws IOException {
        long seconds = Long.parseLong(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Path folder = Files.createTempDirectory("mutation-fuzz");
        MutationFuzz fuzz = new MutationFuzz(folder, seed);
        long start = System.nanoTime();
        long reported = start;
        try (PrintWriter out =
                new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
            for (long count = 1; System.nanoTime() - start < seconds * 1_000_000_000L; count++) {
                String found = fuzz.once();
                if (!found.isEmpty()) {
                    Path kept = folder.resolve("found-" + count);
                    Files.copy(fuzz.file, kept);
                    out.println(kept + ": " + found);
                    System.exit(1);
                }
                if (System.nanoTime() - reported > 60_000_000_000L) {
                    reported = System.nanoTime();
                    out.println(fuzz.summary(seed, count, (reported - start) / 1e9));
                }
            }
        }
    }

    private String summary(long seed, long count, double seconds) {
        return String.format(
                Locale.ROOT,
                "seed %d: %d files in %.0f s (%.0f a second), %d read, %d refused, at most %d kB allocated",
                seed,
                count,
                seconds,
                count / seconds,
                read,
                refused,
                mostBytes >> 10);
    }

    /** Reads one changed file; what is wrong with that, or nothing. */
    String once() throws IOException {
        return read(mutation.next());
    }

    /** Reads a file; what is wrong with that, or nothing. */
    String read(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        long thread = Thread.currentThread().getId();
        long allocated = threads.getThreadAllocatedBytes(thread);
        long begun = threads.getCurrentThreadCpuTime();
        String wrong = "";
        try {
            readEverything();
            read++;
        } catch (BigganTuneException e) {
            refused++;
            if (e.getMessage().contains("\n") || !e.getMessage().startsWith(file.toString())) {
                wrong = "message: " + e.getMessage();
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            wrong = e + " at " + Stream.of(e.getStackTrace()).limit(8).toList();
        }
        long taken = threads.getThreadAllocatedBytes(thread) - allocated;
        mostBytes = Math.max(mostBytes, taken);
        if (taken > BASE_BYTES + BYTES_PER_BYTE * bytes.length) {
            wrong += " " + taken + " bytes allocated for a file of " + bytes.length;
        }
        long nanos = threads.getCurrentThreadCpuTime() - begun;
        return nanos > MAX_CPU_NANOS ? wrong + " " + nanos + " ns" : wrong;
    }

    /** How many files were refused. */
    long refused() {
        return refused;
    }

    private void readEverything() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0 && bytes[0] == '{') {
            readMetadata(bytes);
            return;
        }
        FileCheck.of(file);
        if (TorchScriptArchive.isTorchScript(file)) {
            try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
                readAll(archive.tensors());
                readAll(archive.constants());
                archive.extra("biggan-tune.json").ifPresent(this::readMetadata);
                archive.verify();
                archive.refusal().ifPresent(MutationFuzz::requireOneLine);
                requireInside(archive.entries());
            }
        } else if (NpyFile.isNpz(file)) {
            NpyFile.describeAll(file).values().forEach(ArrayDescription::elementCount);
        } else if (isArray()) {
            ExactNumbers.of(ArrayFile.read(file, found -> {}));
        } else {
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                readAll(checkpoint.allTensors());
                readAll(checkpoint.stateDict());
            }
        }
    }

    private void readMetadata(byte[] json) {
        MetadataFormat.fields(file, json);
        if (MetadataFormat.kind(file, json).equals("classifier")) {
            MetadataFormat.classifier(file, json);
        } else {
            MetadataFormat.generator(file, json);
        }
    }

    private boolean isArray() {
        try (InputFile input = InputFile.open(file)) {
            return FileKind.of(input) == FileKind.NPY;
        }
    }

    private static void requireOneLine(String reason) {
        if (reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalStateException("a refusal of several lines: " + reason);
        }
    }

    private static void requireInside(List<ZipRecord> entries) {
        for (ZipRecord entry : entries) {
            Path folder = Path.of("/folder");
            if (!folder.resolve(entry.name()).normalize().startsWith(folder)) {
                throw new IllegalStateException("an entry outside: " + entry.name());
            }
        }
    }

    private static void readAll(StateDict tensors) {
        for (StoredTensor tensor : tensors.all()) {
            ExactNumbers.of(tensor);
        }
    }

    private static List<Path> seeds(Path folder) throws IOException {
        Path hostile = Files.createDirectories(folder.resolve("hostile"));
        try (Stream<Path> files = Files.list(ArchiveFiles.resource("."))) {
            return Stream.concat(
                            files.filter(file -> !file.toString().endsWith(".py"))
                                    .sorted(),
                            HostileFiles.write(hostile).stream())
                    .toList();
        }
    }
}
