package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README with its default settings: weak classes get better, others do not change. */
final class ImproveIT {
    @TempDir
    Path folder;

    @Test
    void improve_weakClasses_areRepairedByDefault() throws Exception {
        Path tuned = folder.resolve("tuned.pt");
        Launcher launcher = Launcher.ofCheckout().withFolder(folder).withLimit(Duration.ofMinutes(6));
        LaunchResult result =
                launcher.run("improve", "--class", "shirt,coat", "--json", "--write-generator", tuned.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode results = new ObjectMapper().readTree(result.out()).get("classes");
        assertRepaired(results.get(0), 0.88);
        assertRepaired(results.get(1), 0.90);
        assertThat(folder.resolve("runs/improve-2-classes-001/classes/0003-coat/before-after.png"))
                .isNotEmptyFile();

        Path demo = Path.of("models", "demo.pt").toAbsolutePath();
        LaunchResult verdict = launcher.run("verify", demo.toString(), tuned.toString());
        assertThat(verdict.exitCode()).as(verdict.out() + verdict.err()).isZero();
    }

    @Test
    void improve_theCollapsedClass_isWidenedByDefault() throws Exception {
        Launcher launcher = Launcher.ofCheckout().withFolder(folder).withLimit(Duration.ofMinutes(6));
        LaunchResult run = launcher.run("improve", "--generator", "demo-collapsed", "--class", "sneaker", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out()).at("/classes/0");
        assertThat(result.get("collapsed").asBoolean()).isTrue();
        assertThat(result.get("improved").asBoolean()).isTrue();
        double gained = result.at("/after/pairDiversity").asDouble()
                / result.at("/before/pairDiversity").asDouble();
        assertThat(gained).isGreaterThan(4.0 / 3);
        assertThat(result.at("/after/judge/top1").asDouble()).isGreaterThanOrEqualTo(0.95);
    }

    private static void assertRepaired(JsonNode result, double judgeTop1) {
        assertThat(result.get("improved").asBoolean()).isTrue();
        assertThat(result.at("/after/judge/top1").asDouble()).isGreaterThanOrEqualTo(judgeTop1);
        assertThat(result.at("/after/judge/top1").asDouble())
                .isGreaterThan(result.at("/before/judge/top1").asDouble());
        assertThat(result.at("/after/pairDiversity").asDouble())
                .isGreaterThan(0.95 * result.at("/before/pairDiversity").asDouble());
    }
}
