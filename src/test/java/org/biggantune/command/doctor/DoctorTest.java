package org.biggantune.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path folder;

    private static void assumeNoDriver() {
        assumeThat(Files.exists(Path.of("/proc/driver/nvidia/version"))).isFalse();
        assumeThat(Files.exists(Path.of("/dev/nvidiactl"))).isFalse();
        assumeThat(Files.exists(Path.of("/dev/dxg"))).isFalse();
    }

    @Test
    void doctor_onTheCpu_findsEverything() {
        ToolRun run = ToolRun.of("doctor", "--device", "cpu");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsPattern("(?m)^biggan-tune {2,}\\S+ \\(commit ")
                .containsPattern("(?m)^Java {2,}" + System.getProperty("java.version"))
                .containsPattern("(?m)^cores {2,}" + Runtime.getRuntime().availableProcessors() + "\\b")
                .containsPattern("(?m)^libtorch {2,}2\\.7\\.1 for cpu \\(bundled\\) in ")
                .containsPattern("(?m)^models {2,}demo, demo-collapsed, demo-classifier, demo-judge$")
                .containsPattern("(?m)^device {2,}cpu: the CPU$")
                .doesNotContain("problem: ");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void doctor_thatTries_computesAGradient() throws Exception {
        ToolRun run = ToolRun.of("doctor", "--device", "cpu", "--try", "--json");
        assertThat(run.exitCode()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("usable").asBoolean()).isTrue();
        assertThat(json.path("trial").path("engine").asText()).startsWith("PyTorch 2.7.1 on cpu, ");
        assertThat(json.path("trial").path("loadSeconds").asDouble()).isPositive();
        assertThat(json.path("libtorch").path("jni").asText()).contains("djl_torch");
        assertThat(Path.of(json.path("libtorch").path("folder").asText())).isDirectory();
        assertThat(json.path("problems")).isEmpty();
    }

    @Test
    void doctor_cudaWithoutDriver_saysWhyAndExitsWith69() {
        assumeNoDriver();
        ToolRun run = ToolRun.of("doctor", "--device", "cuda:2", "--try");
        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.out())
                .containsPattern("(?m)^device {2,}cuda:2: not usable$")
                .contains("problem: --device cuda:2: this machine has no NVIDIA driver");
    }

    @Test
    void command_cudaWithoutDriver_isRefusedWithTheSameWords() {
        assumeNoDriver();
        ToolRun run = ToolRun.of(
                "sample", "--class", "0", "--seeds", "0", "--device", "cuda", "--out", folder.resolve("a.png"));
        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.err()).startsWith("biggan-tune: --device cuda:0: this machine has no NVIDIA driver");
        assertThat(folder.resolve("a.png")).doesNotExist();
    }

    @Test
    void doctor_libtorchThatIsNone_saysWhy() {
        ToolRun run = ToolRun.of("doctor", "--device", "cpu", "--libtorch", folder);
        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.out())
                .containsPattern("(?m)^libtorch {2,}none usable$")
                .contains("problem: --libtorch " + folder + ": no " + System.mapLibraryName("torch"));
    }

    @Test
    void doctor_withoutModels_saysWhichAndExitsWith66() throws Exception {
        Files.createDirectories(folder.resolve("configs"));
        Files.copy(Path.of("configs/default.yaml"), folder.resolve("configs/default.yaml"));
        ToolRun run = ToolRun.installedIn(folder, "doctor", "--device", "cpu");
        assertThat(run.exitCode()).isEqualTo(66);
        assertThat(run.out())
                .contains("problem: " + folder.resolve("models")
                        + " lacks demo, demo-collapsed, demo-classifier, demo-judge;");
    }

    @Test
    void install_ofSomethingElse_isAWrongOption() {
        ToolRun run = ToolRun.of("doctor", "--install", "rocm");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("biggan-tune: --install rocm: expected cuda\n");
    }
}
