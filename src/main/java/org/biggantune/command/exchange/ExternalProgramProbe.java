package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.Conditioning;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.importer.external.ConditionedProgram;
import org.biggantune.model.ProgramProbe;
import org.biggantune.model.ProgramProbe.Outcome;
import org.biggantune.model.TorchRuntime;

/**
 * Finds out by calling a program what it takes in addition to latents, and checks the archive written for it: it must give
 * square colour images in [−1, 1] for any number of latents, equal to those of the program, and differentiable with respect
 * to the embedding.
 */
final class ExternalProgramProbe {
    /** The largest difference allowed between images of the wrapped and the original program. */
    private static final float TOLERANCE = 1e-4f;

    /** Part of libtorch's message for a missing argument. */
    private static final String MISSING_ARGUMENT = "missing value for argument";

    private static final float RANGE = 1.001f;
    private static final int CHANNELS = 3;
    private static final int COUNT = 3;

    private final TorchScriptArchive archive;
    private final StoredTensor matrix;
    private final TorchRuntime runtime;
    private final Path folder;
    private final double truncation;
    private final float[] latents;
    private final List<String> failures = new ArrayList<>();

    /**
     * The result of a probe.
     *
     * @param program the archive to write
     * @param conditioning what the program takes in addition to latents
     * @param transposed whether its matrix is [embedding size, classes]
     * @param truncated whether the program also takes a truncation
     * @param resolution the height and width of the images
     */
    record Finding(
            ConditionedProgram program,
            Conditioning conditioning,
            boolean transposed,
            boolean truncated,
            int resolution) {}

    /**
     * Creates a probe.
     *
     * @param archive the open program
     * @param matrix the program's class embeddings
     * @param latentSize the length of z
     * @param truncation the third argument, if it does not work with two
     * @param runtime calls the program
     * @param folder receives the archives to try
     */
    ExternalProgramProbe(
            TorchScriptArchive archive,
            StoredTensor matrix,
            int latentSize,
            double truncation,
            TorchRuntime runtime,
            Path folder) {
        this.archive = archive;
        this.matrix = matrix;
        this.truncation = truncation;
        this.runtime = runtime;
        this.folder = folder;
        this.latents = RandomStream.normals(new RandomKey(0, StreamPurpose.SAMPLE, 0, 0, 0), COUNT * latentSize);
    }

    /**
     * Tries the given conditioning, or all of them.
     *
     * @throws UnsupportedInputException if the program works with none, with the reason for each
     */
    Finding find(Optional<Conditioning> given) {
        try (ProgramProbe trial = new ProgramProbe(archive.path(), runtime)) {
            for (Conditioning conditioning : given.map(List::of).orElseGet(() -> List.of(Conditioning.values()))) {
                for (boolean transposed : orientations(conditioning)) {
                    Optional<Finding> found = attempt(trial, conditioning, transposed);
                    if (found.isPresent()) {
                        return found.get();
                    }
                }
            }
        }
        throw new UnsupportedInputException(
                archive.path() + ": expected a program forward(z, y), or forward(z, y, truncation), with z ["
                        + "n, " + latents.length / COUNT + "] that gives colour images [n, 3, r, r] in [-1, 1]; y as "
                        + String.join("; y as ", failures));
    }

    /** Returns whether to try a transposed matrix; one multiplied with a one-hot vector may have either orientation. */
    private static List<Boolean> orientations(Conditioning conditioning) {
        return conditioning == Conditioning.ONE_HOT ? List.of(true, false) : List.of(false);
    }

    /** Tries two arguments and, if the program misses one, a truncation as the third. */
    private Optional<Finding> attempt(ProgramProbe trial, Conditioning conditioning, boolean transposed) {
        Optional<Finding> found = attempt(trial, conditioning, transposed, OptionalDouble.empty());
        if (found.isEmpty() && failures.get(failures.size() - 1).contains(MISSING_ARGUMENT)) {
            failures.remove(failures.size() - 1);
            return attempt(trial, conditioning, transposed, OptionalDouble.of(truncation));
        }
        return found;
    }

    private Optional<Finding> attempt(
            ProgramProbe trial, Conditioning conditioning, boolean transposed, OptionalDouble third) {
        ConditionedProgram program = new ConditionedProgram(archive, matrix.name(), conditioning, transposed, third);
        int size = program.embeddingSize();
        int classes = program.classes();
        float[] rows = rows(program);
        Outcome original =
                switch (conditioning) {
                    case EMBEDDING -> trial.call(COUNT, latents, rows, third);
                    case IDS -> trial.call(latents, ids(classes), third);
                    case ONE_HOT -> trial.call(COUNT, latents, oneHot(classes), third);
                };
        String form = conditioning.label()
                + (conditioning == Conditioning.IDS
                        ? " [n]"
                        : " [n, " + (conditioning == Conditioning.EMBEDDING ? size : classes) + "]")
                + (third.isPresent() ? " with a truncation" : "");
        String problem = problem(original);
        if (problem.isEmpty() && conditioning == Conditioning.EMBEDDING) {
            problem = withoutMatrix(original, rows, third);
        }
        if (problem.isEmpty()) {
            problem = written(program, original, rows);
        }
        if (!problem.isEmpty()) {
            failures.add(form + ": " + problem);
            return Optional.empty();
        }
        int resolution = Math.toIntExact(original.shape()[3]);
        return Optional.of(new Finding(program, conditioning, transposed, third.isPresent(), resolution));
    }

    /** Checks that a program that takes embeddings does not use its own matrix. */
    private String withoutMatrix(Outcome original, float[] rows, OptionalDouble third) {
        Path file = folder.resolve("zeros.pt");
        archive.replaceTensor(file, matrix.name(), new float[Math.toIntExact(matrix.elementCount())]);
        try (ProgramProbe zeros = new ProgramProbe(file, runtime)) {
            Outcome images = zeros.call(COUNT, latents, rows, third);
            return difference(images.values(), original.values()) == 0
                    ? ""
                    : "the program uses " + matrix.name() + " itself";
        }
    }

    /** Returns what is wrong with the archive to be written; empty if nothing. */
    private String written(ConditionedProgram program, Outcome original, float[] rows) {
        Path file = folder.resolve("trial" + failures.size() + ".pt");
        program.write(file, new byte[0]);
        try (ProgramProbe wrapped = new ProgramProbe(file, runtime)) {
            Outcome images = wrapped.call(COUNT, latents, rows, OptionalDouble.empty());
            if (!problem(images).isEmpty()) {
                return "its matrix cannot be exchanged: " + problem(images);
            }
            double difference = difference(images.values(), original.values());
            if (!(difference <= TOLERANCE)) {
                return "images change by " + difference + " if rows of " + matrix.name() + " are passed directly";
            }
            int one = latents.length / COUNT;
            Outcome single = wrapped.call(
                    1, Arrays.copyOf(latents, one), Arrays.copyOf(rows, rows.length / COUNT), OptionalDouble.empty());
            if (!problem(single).isEmpty()) {
                return "works for " + COUNT + " latents at a time but not for one: " + problem(single);
            }
            double gradient = wrapped.gradientNorm(COUNT, latents, rows);
            return gradient > 0 && Double.isFinite(gradient)
                    ? ""
                    : "the images do not depend on it (gradient " + gradient + ")";
        }
    }

    private static String problem(Outcome outcome) {
        if (!outcome.succeeded()) {
            return outcome.failure();
        }
        long[] shape = outcome.shape();
        if (shape.length != 4 || shape[1] != CHANNELS || shape[2] != shape[3]) {
            return "it gives " + Arrays.toString(shape);
        }
        for (float value : outcome.values()) {
            if (!(Math.abs(value) <= RANGE)) {
                return "it gives the number " + value;
            }
        }
        return "";
    }

    /** Returns the embeddings of classes 0, 1 and 2, with repetitions if there are fewer. */
    private static float[] rows(ConditionedProgram program) {
        float[] all = program.embeddings();
        int size = program.embeddingSize();
        float[] rows = new float[COUNT * size];
        for (int i = 0; i < COUNT; i++) {
            System.arraycopy(all, i % program.classes() * size, rows, i * size, size);
        }
        return rows;
    }

    private static long[] ids(int classes) {
        long[] ids = new long[COUNT];
        for (int i = 0; i < COUNT; i++) {
            ids[i] = i % classes;
        }
        return ids;
    }

    private static float[] oneHot(int classes) {
        float[] vectors = new float[COUNT * classes];
        for (int i = 0; i < COUNT; i++) {
            vectors[i * classes + i % classes] = 1;
        }
        return vectors;
    }

    private static double difference(float[] a, float[] b) {
        double greatest = a.length == b.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            greatest = Math.max(greatest, Math.abs((double) a[i] - b[i]));
        }
        return greatest;
    }
}
