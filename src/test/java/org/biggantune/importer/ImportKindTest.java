package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.cli.ExitCode;
import org.biggantune.support.Fixtures;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} without the name of a kind. */
final class ImportKindTest {
    @TempDir
    Path folder;

    @Test
    void import_aFileOfEitherKind_isAsWithTheKindNamed() throws IOException {
        Path generator = Fixtures.require("demo/G_ema.pth");
        Path classifier = Fixtures.require("demo/demo_classifier.pth");
        same("generator", generator, "--bn-eps", "1e-4");
        same("classifier", classifier, "--input-size", "32");
    }

    private void same(String kind, Path checkpoint, String option, String value) throws IOException {
        Path told = folder.resolve(kind + "/model.pt");
        Path named = folder.resolve(kind + "-named/model.pt");
        Files.createDirectories(told.getParent());
        Files.createDirectories(named.getParent());
        ToolRun run = ToolRun.of("import", option, value, "-o", told, checkpoint);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(ToolRun.of("import", kind, checkpoint, "-o", named, option, value)
                        .exitCode())
                .isZero();
        assertThat(told).hasSameBinaryContentAs(named);
    }

    @Test
    void import_kindGiven_isObeyed() {
        Path checkpoint = Fixtures.require("demo/demo_classifier.pth");
        ToolRun run = ToolRun.of("import", checkpoint, "-o", folder.resolve("m.pt"), "--kind", "generator");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(run.err()).contains("demo_classifier.pth").hasLineCount(1);
        ToolRun unknown = ToolRun.of("import", checkpoint, "-o", folder.resolve("m.pt"), "--kind=judge");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(unknown.err()).contains("judge");
    }

    @Test
    void import_aFileOfNoKind_isRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("x.pth"), "hello");
        ToolRun run = ToolRun.of("import", text, "-o", folder.resolve("m.pt"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(run.err()).contains("x.pth").hasLineCount(1);
        ToolRun missing = ToolRun.of("import", folder.resolve("none.pth"), "-o", folder.resolve("m.pt"));
        assertThat(missing.exitCode()).isEqualTo(ExitCode.NO_INPUT.code());
    }

    @Test
    void import_alone_showsItsHelp() {
        ToolRun run = ToolRun.of("import");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("import CHECKPOINT -o FILE", "--kind=KIND");
    }
}
