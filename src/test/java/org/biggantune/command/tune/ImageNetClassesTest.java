package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.support.Fixtures;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generator and a classifier with 1,000 classes and no names, as published checkpoints are. */
final class ImageNetClassesTest {
    @TempDir
    Path folder;

    private static ToolRun tool(Object... arguments) {
        ToolRun run = ToolRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    @Test
    void improve_class508_isTheComputerKeyboardInTableFolderAndPictures() throws IOException {
        Path generator = folder.resolve("g.pt");
        Path classifier = folder.resolve("c.pt");
        tool("import", "generator", Fixtures.require("fixtures/generators/biggan-128/G_ema.pth"), "-o", generator);
        tool(
                "import",
                "classifier",
                Fixtures.require("fixtures/classifiers/alexnet-narrow/alexnet-owt-narrow.pth"),
                "-o",
                classifier);
        assertThat(tool("classes", generator, "keyboard").out())
                .containsPattern("508  computer keyboard +n03085013 +keypad");
        ToolRun run = improve(generator, classifier, "508", folder.resolve("run"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("No judge: demo-judge has no label 'computer keyboard'");
        assertThat(run.out()).contains("508").contains("computer keyboard");
        Path pictures = folder.resolve("run/classes/0508-computer-keyboard");
        for (String picture : new String[] {"before.png", "after.png", "before-after.png"}) {
            assertThat(Files.readString(pictures.resolve(picture), StandardCharsets.ISO_8859_1))
                    .contains("508 \"computer keyboard\"");
        }
        ToolRun again = improve(generator, classifier, "n03085013,keypad,computer_keyboard", folder.resolve("run"));
        assertThat(again.exitCode())
                .as("the same class by id and synonym: " + again.err())
                .isZero();
        ToolRun sample = ToolRun.of(
                "sample",
                "--generator",
                generator,
                "--run",
                folder.resolve("run"),
                "--class",
                "keypad",
                "--seeds",
                "0",
                "--device",
                "cpu",
                "--out",
                folder.resolve("sample.png"));
        assertThat(sample.exitCode())
                .as("a class of the run by its synonym: " + sample.err())
                .isZero();
        ToolRun crane = improve(generator, classifier, "crane", folder.resolve("crane"));
        assertThat(crane.exitCode()).isEqualTo(2);
        assertThat(crane.err()).contains("134 \"crane\" (n02012849, wading bird) or 517 \"crane\"");
    }

    private static ToolRun improve(Path generator, Path classifier, String classes, Path out) {
        String[] options = ("--iterations 1 --batch 2 --evaluate-every 1 --grid 1 --validation-samples 2"
                        + " --test-samples 2 --collapsed-below 0 --device cpu --threads 1")
                .split(" ", -1);
        Object[] all = new Object[options.length + 9];
        Object[] first = {
            "improve", "--generator", generator, "--classifier", classifier, "--class", classes, "--out", out
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(options, 0, all, first.length, options.length);
        return ToolRun.of(all);
    }
}
