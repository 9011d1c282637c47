package org.biggantune.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestTest {
    @TempDir
    Path folder;

    @Test
    void selfTest_onTheCpu_passesAndMeasures() throws Exception {
        ToolRun run = ToolRun.of("doctor", "--device", "cpu", "--self-test", "--json");
        assertThat(run.exitCode()).isZero();
        JsonNode test = new ObjectMapper().readTree(run.out()).path("selfTest");
        assertThat(test.path("passed").asBoolean()).isTrue();
        assertThat(test.path("engine").asText()).startsWith("PyTorch 2.7.1 on cpu, ");
        assertThat(test.path("checks"))
                .extracting(check -> check.path("mode").asText() + " "
                        + check.path("quantity").asText())
                .containsExactly(
                        "fp32 images",
                        "fp32 logits",
                        "fp32 gradients",
                        "fp32 improve",
                        "bf16 images",
                        "bf16 logits",
                        "bf16 gradients",
                        "bf16 improve");
        assertThat(test.path("speed")).hasSize(2).allSatisfy(speed -> {
            assertThat(speed.path("stepSeconds").asDouble()).isBetween(1e-4, 60.0);
            assertThat(speed.path("evaluation").asDouble()).isBetween(0.01, 0.99);
            assertThat(speed.has("waits")).isFalse();
        });
    }

    /** A generator that draws other images stands for a device that computes them wrongly. */
    @Test
    void selfTest_otherImages_namesWhatIsOffAndExitsWith69() throws Exception {
        Files.createDirectories(folder.resolve("configs"));
        Files.copy(Path.of("configs/default.yaml"), folder.resolve("configs/default.yaml"));
        Files.createDirectories(folder.resolve("models"));
        for (String name : List.of("demo-collapsed", "demo-classifier", "demo-judge")) {
            Files.copy(Path.of("models", name + ".pt"), folder.resolve("models").resolve(name + ".pt"));
        }
        Files.copy(Path.of("models/demo-collapsed.pt"), folder.resolve("models/demo.pt"));
        ToolRun run = ToolRun.installedIn(folder, "doctor", "--device", "cpu", "--self-test");
        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.out())
                .containsPattern("(?m)^self-test {2,}failed, PyTorch")
                .containsPattern("(?m)^fp32 images {2,}failed: \\S+ off, at most 1\\.0e-04$")
                .containsPattern("(?m)^bf16 step {2,}[\\d.]+ ms, 16 images$")
                .containsPattern("(?m)^problem: self-test: fp32 images: ");
    }

    /** libtorch and NVIDIA's libraries read these variables once, when they are loaded. */
    @Test
    void processes_onAGpu_haveTf32OffAndOn() {
        assertThat(SelfTest.processes(true))
                .containsExactly(List.of(SelfTestMode.FP32), List.of(SelfTestMode.TF32, SelfTestMode.BF16));
        assertThat(SelfTestMode.FP32.environment()).isEqualTo(Map.of("NVIDIA_TF32_OVERRIDE", "0"));
        assertThat(SelfTestMode.TF32.environment()).isEqualTo(Map.of("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "1"));
        assertThat(SelfTest.processes(false)).containsExactly(List.of(SelfTestMode.FP32, SelfTestMode.BF16));
    }
}
