package org.biggantune.command.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.io.Sha256;
import org.biggantune.support.RealPictures;
import org.biggantune.support.StandInDetectors;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} with detectors that the user has, by stand-ins that the user's own catalogue names. */
class EvaluationNetworksTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private Path inception;
    private Path vgg;

    @BeforeEach
    void writeStandIns() throws IOException {
        inception = StandInDetectors.inception(folder.resolve("own-inception.pt"), 2048);
        vgg = StandInDetectors.vgg(folder.resolve("own-vgg.pt"));
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(
                folder.resolve("home/models.yaml"),
                "inception-2015-12-05: {kind: detector, url: " + inception.toUri() + ", sha256: \""
                        + Sha256.of(inception) + "\"}\nnvidia-vgg16: {kind: detector, url: " + vgg.toUri()
                        + ", sha256: \""
                        + Sha256.of(vgg) + "\"}\n");
        RealPictures.write(folder.resolve("real"), "shirt", 44, 28);
    }

    private ToolRun run(Object... arguments) {
        return ToolRun.ofUser(folder.resolve("home"), arguments);
    }

    private ToolRun evaluate(Object... more) {
        List<Object> all = new ArrayList<>(List.of("evaluate", "--class", "shirt", "--samples", 40, "-q"));
        all.addAll(List.of("--real", folder.resolve("real"), "--threads", 1));
        all.addAll(List.of(more));
        return run(all.toArray());
    }

    private JsonNode json(Object... more) throws IOException {
        List<Object> all = new ArrayList<>(List.of(more));
        all.add("--json");
        ToolRun found = evaluate(all.toArray());
        assertThat(found.exitCode()).as(found.err()).isZero();
        return JSON.readTree(found.out());
    }

    @Test
    void detectors_thatAreInstalled_giveTheNumbersOfPapers_andAreNamed() throws IOException {
        assertThat(json().at("/networks/fid/file").asText()).isEqualTo("demo-judge.pt");
        ToolRun installed = run("models", "install", "inception-2015-12-05", "nvidia-vgg16");
        assertThat(installed.exitCode()).as(installed.err()).isZero();
        assertThat(run("models", "list").out()).containsPattern("nvidia-vgg16 +detector +installed");
        JsonNode found = json();
        assertThat(found.at("/networks/fid/file").asText()).isEqualTo("inception-2015-12-05.pt");
        assertThat(found.at("/networks/fid/sha256").asText()).isEqualTo(Sha256.of(inception));
        assertThat(found.at("/networks/inceptionScore/features").asText()).isEqualTo("softmax");
        assertThat(found.at("/networks/recall/file").asText()).isEqualTo("nvidia-vgg16.pt");
        assertThat(found.at("/networks/featureDistance/features").asText()).isEqualTo("LPIPS");
        assertThat(found.at("/networks/top1/file").asText()).isEqualTo("demo-judge.pt");
        assertThat(found.at("/judge/featureCount").asInt()).isEqualTo(2048);
        String table = evaluate().out();
        assertThat(table)
                .contains("LPIPS")
                .contains("FID and KID use the features of inception-2015-12-05.pt (pool3)")
                .contains("precision to coverage those of nvidia-vgg16.pt")
                .contains("Warning: 40 samples for 2048 features");
        assertThat(json("--inception", "none", "--vgg", "none")
                        .at("/networks/fid/file")
                        .asText())
                .isEqualTo("demo-judge.pt");
    }

    /** The stand-in's features of an image are its mean times 1 to 2048: their FID is that of the means times Σ k². */
    @Test
    void fid_ofTheStandIn_isThatOfMeanBrightness() throws IOException {
        double sum = 2048.0 * 2049 * 4097 / 6;
        JsonNode found = json("--inception", inception, "--vgg", vgg);
        double fid = found.at("/results/0/before/fid").asDouble();
        assertThat(fid / sum).isBetween(1.0, 255.0 * 255);
        assertThat(found.at("/results/0/real/featureDistance").asDouble()).isPositive();
        // Equal sides have none.
        JsonNode cached = json("--inception", inception, "--vgg", vgg);
        assertThat(cached).isEqualTo(found);
        assertThat(found.at("/runs/0/before/inceptionScore").asDouble()).isCloseTo(1, within(0.5));
    }

    @Test
    void detector_ofAnotherDigest_isRefused() throws IOException {
        Path other = StandInDetectors.inception(folder.resolve("other.pt"), 2047);
        ToolRun refused = evaluate("--inception", other);
        assertThat(refused.exitCode()).isEqualTo(65);
        assertThat(refused.err())
                .hasLineCount(1)
                .contains(other + ": is not the published inception-2015-12-05")
                .contains("biggan-tune models install inception-2015-12-05 --force");
        assertThat(run("models", "install", "inception-2015-12-05", "--from", other)
                        .err())
                .contains("other.pt differs from the file at");
        assertThat(evaluate().exitCode()).as("installed all the same").isEqualTo(65);
    }

    /** What is open hangs below the engine's manager: here the judge's and the first detector's tensors would. */
    @Test
    void detector_thatCannotBeLoaded_leavesNoModelOpen() throws IOException {
        Path broken = StandInDetectors.write(
                folder.resolve("broken.pt"), "  def forward(self, img: Tensor) -> Tensor:\n    return img\n");
        Files.writeString(
                folder.resolve("home/models.yaml"),
                "nvidia-vgg16: {kind: detector, url: " + broken.toUri() + ", sha256: \"" + Sha256.of(broken) + "\"}\n");
        json();
        int before = openTensors();
        ToolRun refused = evaluate("--vgg", broken);
        assertThat(refused.exitCode()).isEqualTo(65);
        assertThat(refused.err()).hasLineCount(1).contains(broken + ": its forward takes no resize_images");
        assertThat(openTensors()).isEqualTo(before);
    }

    private static int openTensors() {
        try (NDManager own = NDManager.newBaseManager()) {
            return own.getParentManager().getManagedArrays().size();
        }
    }

    @Test
    void shippedCatalogue_knowsBothDetectors() {
        ToolRun shown = ToolRun.of("models", "show", "nvidia-vgg16");
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("stylegan2-ada-pytorch/pretrained/metrics/vgg16.pt")
                .contains("b437eb095fea");
        assertThat(ToolRun.of("models", "show", "inception-2015-12-05").out()).contains("f58cb9b6ec32");
    }
}
