package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.biggantune.support.Fixtures;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** From an empty home to a tuned class of ImageNet: install, use, improve, in processes of their own. */
@DisabledOnOs(OS.WINDOWS)
final class ModelsIT {
    @TempDir
    Path folder;

    private LaunchResult run(String... arguments) throws Exception {
        String zoo = Fixtures.require("fixtures/djl-zoo/repository")
                .toAbsolutePath()
                .normalize()
                .toUri()
                .toString();
        LaunchResult result = Launcher.ofCheckout()
                .withVariable("BIGGAN_TUNE_HOME", folder.resolve("home").toString())
                .withVariable("DJL_REPO_URL", zoo)
                .run(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    @Test
    void improve_afterInstallAndUse_knowsTheClassAndItsWorkersTheModels() throws Exception {
        run("models", "install", "biggan-deep-128", "traced_resnet18", "-q");
        run("models", "use", "biggan-deep-128", "traced_resnet18");
        Path out = folder.resolve("run");
        LaunchResult result = run(
                "improve",
                "--class=computer keyboard,tench",
                "--devices=cpu,cpu",
                "--iterations=1",
                "--batch=2",
                "--validation-samples=2",
                "--test-samples=2",
                "--grid=1",
                "--collapsed-below=0",
                "-q",
                "--out=" + out);
        assertThat(result.out()).containsPattern("508 computer keyboard").containsPattern("0 tench");
        assertThat(out.resolve("classes/0508-computer-keyboard/result.json")).exists();
        assertThat(out.resolve("classes/0508-computer-keyboard/before.png")).exists();
    }
}
