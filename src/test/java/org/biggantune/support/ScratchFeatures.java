package org.biggantune.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.io.OpenResources;
import org.biggantune.io.ScratchFloats;
import org.biggantune.metric.Features;

/** Features from arrays. The caller closes it, which closes the files of all of them. */
public final class ScratchFeatures implements AutoCloseable {
    private final OpenResources open = new OpenResources();

    /** Returns features in a file; the values are row-major. */
    public Features of(int size, float... values) {
        ScratchFloats file = open.own(ScratchFloats.create());
        file.append(values);
        return new Features(file, size);
    }

    /** Reads a file [count, size]. */
    public Features read(Path file) {
        NpyArray array = NpyFile.read(file);
        return of((int) array.shape()[1], array.floats());
    }

    /** Returns all values, row-major. */
    public static float[] values(Features features) {
        float[] values = new float[features.count() * features.size()];
        StreamSupport.stream(features.blocks().spliterator(), false)
                .forEach(block -> System.arraycopy(
                        block.values(), 0, values, block.from() * block.size(), block.values().length));
        return values;
    }

    /** Returns the scratch files that this process has open, as Linux shows them; nothing elsewhere. */
    public static List<String> openFiles() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.flatMap(ScratchFeatures::target)
                    .filter(name -> name.contains("biggan-tune") && name.contains(".tmp"))
                    .toList();
        }
    }

    private static Stream<String> target(Path link) {
        try {
            return Stream.of(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            // That of the listing itself.
            return Stream.empty();
        }
    }

    @Override
    public void close() {
        open.close();
    }
}
