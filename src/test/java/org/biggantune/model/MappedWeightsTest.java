package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.ClassifierImportOptions;
import org.biggantune.importer.ClassifierImporter;
import org.biggantune.importer.random.RandomResNet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights in a file's pages are the numbers that libtorch reads by itself, and they are in use. */
final class MappedWeightsTest {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final String SWITCH = "biggantune.map-weights";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("resnet18.pt");
        StateDict tensors = RandomResNet.tensors("resnet18", 1000, 1).orElseThrow();
        ClassifierImporter.read(
                        tensors, tensors, new SourceFile("random", "-"), ClassifierImportOptions.of(Graph.FOLDED))
                .write(file);
    }

    @AfterEach
    void forget() {
        System.clearProperty(SWITCH);
    }

    @Test
    void weights_mapped_areThoseThatLibtorchReads() throws IOException {
        Assumptions.assumeTrue(Files.exists(MAPS), "SKIPPED: no /proc/self/maps here");
        System.setProperty(SWITCH, "true");
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                TorchProgram mapped = new TorchProgram(file, runtime)) {
            assertThat(mappings()).isEqualTo(1);
            System.clearProperty(SWITCH);
            try (TorchProgram read = new TorchProgram(file, runtime);
                    NDManager scope = runtime.newScope()) {
                assertThat(mappings()).isEqualTo(1);
                List<NDArray> expected = read.weights();
                List<NDArray> found = mapped.weights();
                assertThat(found).hasSameSizeAs(expected);
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(found.get(i).toFloatArray())
                            .isEqualTo(expected.get(i).toFloatArray());
                }
                NDArray image = scope.ones(new Shape(1, 3, 64, 64));
                assertThat(mapped.run(image).toFloatArray())
                        .isEqualTo(read.run(image).toFloatArray());
            }
        }
    }

    /** What the map rests on: the numbers at the place in the file, read without the archive's own reader of tensors. */
    @Test
    void extent_ofAMatrix_isWhereItsNumbersStand() throws IOException {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            TorchScriptArchive.Extent extent = archive.extent("fc.weight").orElseThrow();
            assertThat(extent.bytes()).isEqualTo(4L * 1000 * 512);
            assertThat(extent.position() % 64).isZero();
            float first = Float.intBitsToFloat(Integer.reverseBytes(
                    ByteBuffer.wrap(Files.readAllBytes(file)).getInt((int) extent.position())));
            assertThat(first).isEqualTo(archive.tensors().get("fc.weight").floats()[0]);
            assertThat(archive.extent("no.such")).isEmpty();
            // Channels-last.
            assertThat(archive.extent("layer1.0.conv1.weight")).isEmpty();
        }
    }

    private long mappings() throws IOException {
        return Files.readAllLines(MAPS).stream()
                .filter(line -> line.endsWith(file.toString()))
                .count();
    }
}
