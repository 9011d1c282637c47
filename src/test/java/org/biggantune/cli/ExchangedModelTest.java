package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.biggantune.io.Sha256;
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
    void improve_generatorOverwrittenWhileItTunes_writesNoGenerator() throws Exception {
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
                "--selection-samples",
                "8",
                "--report-samples",
                "8",
                "--threads",
                "1",
                "--write-generator",
                written));
        Path events = out.resolve("events.jsonl");
        while (!improving.isDone() && (!Files.exists(events) || Files.size(events) == 0)) {
            Thread.sleep(2);
        }
        Files.write(generator, Files.readAllBytes(OTHER));
        ToolRun run = improving.get();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(78);
        assertThat(run.err())
                .contains(generator + ": changed while it was in use")
                .contains(digest)
                .contains(Sha256.of(OTHER));
        assertThat(written).doesNotExist();
        assertThat(out.resolve("classes/0005-shirt/result.json")).isRegularFile();
    }
}
