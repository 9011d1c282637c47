package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.biggantune.archive.StateDict;
import org.biggantune.importer.random.BigGanSize;
import org.biggantune.importer.random.RandomBigGan;
import org.biggantune.io.Sha256;
import org.biggantune.support.TestCheckpoints;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose files are exchanged under a run: what was digested is what is published. */
final class ExchangedModelTest {
    private static final Path OTHER = Path.of("models", "demo-collapsed.pt");

    @TempDir
    Path folder;

    private Path generator;
    private String digest;

    @BeforeEach
    void copyGenerator() throws IOException {
        generator = Files.copy(Path.of("models", "demo.pt"), folder.resolve("generator.pt"));
        digest = Sha256.of(generator);
    }

    @Test
    void improve_generatorExchangedWhileItTunes_writesNoGenerator() throws Exception {
        Path written = folder.resolve("written.pt");
        Path out = folder.resolve("run");
        CompletableFuture<ToolRun> improving = CompletableFuture.supplyAsync(() -> ToolRun.of(
                "improve",
                "--generator",
                generator,
                "--class",
                "shirt",
                "--out",
                out,
                "--iterations",
                "2",
                "--grid",
                "4",
                "--validation-samples",
                "8",
                "--test-samples",
                "8",
                "--threads",
                "1",
                "--write-generator",
                written));
        Path events = out.resolve("events.jsonl");
        while (!improving.isDone() && (!Files.exists(events) || Files.size(events) == 0)) {
            Thread.sleep(2);
        }
        Path other = Files.copy(OTHER, folder.resolve("other.pt"));
        Files.move(other, generator, StandardCopyOption.ATOMIC_MOVE);
        ToolRun run = improving.get();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(78);
        assertThat(run.err())
                .contains(generator + ": changed while it was in use")
                .contains(digest)
                .contains(Sha256.of(OTHER));
        assertThat(written).doesNotExist();
        assertThat(out.resolve("classes/0005-shirt/result.json")).isRegularFile();
    }

    @Test
    void import_checkpointThatIsStillWritten_publishesNothing() throws Exception {
        StateDict random = RandomBigGan.tensors(BigGanSize.ofPixels(128).architecture(8, 10), 0);
        Map<String, TestCheckpoints.Tensor> tensors = new LinkedHashMap<>();
        for (String name : random.names()) {
            tensors.put(
                    name,
                    new TestCheckpoints.Tensor(
                            random.get(name).shape(), random.get(name).floats()));
        }
        Path checkpoint = TestCheckpoints.write(folder.resolve("G.pth"), tensors);
        Path out = Files.writeString(folder.resolve("out.pt"), "what was there");
        AtomicBoolean importing = new AtomicBoolean(true);
        Thread writer = new Thread(() -> {
            for (long time = 0; importing.get(); time++) {
                assertThat(checkpoint.toFile().setLastModified(time)).isTrue();
            }
        });
        writer.start();
        ToolRun run = ToolRun.of("import", "generator", checkpoint, "-o", out, "--force");
        importing.set(false);
        writer.join();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(78);
        assertThat(run.err()).contains(checkpoint + ": changed while it was read");
        assertThat(out).hasContent("what was there");
        assertThat(ToolRun.of("import", "generator", checkpoint, "-o", out, "--force")
                        .exitCode())
                .isZero();
    }
}
