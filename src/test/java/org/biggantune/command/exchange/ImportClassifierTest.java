package org.biggantune.command.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.model.ModelFile;
import org.biggantune.support.Fixtures;
import org.biggantune.support.Relative;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classifiers through the command line, from their checkpoints to their answers. */
class ImportClassifierTest {
    @TempDir
    Path folder;

    @Test
    void squeezeNet_ofImageNet_namesRealImagesAsThePublishedNumbersSay() throws IOException {
        Path data = Fixtures.require("data/squeezenet-imagenet");
        Path model = folder.resolve("S.pt");
        done("import", "classifier", data.resolve("squeezenet1_0.pth"), "-o", model);
        Path raw = folder.resolve("raw.npy");
        Path labels = data.resolve("labels.tsv");
        ToolRun run = done(
                "classify",
                "--classifier",
                model,
                "--images",
                data.resolve("images"),
                "--labels",
                labels,
                "--json",
                "--quiet",
                "--raw",
                raw);
        JsonNode counts = JsonMapper.builder().build().readTree(run.out());
        assertThat(counts.path("images").asInt()).isEqualTo(50);
        assertThat(counts.path("top1").asInt()).isCloseTo(31, within(1));
        assertThat(counts.path("top5").asInt()).isCloseTo(43, within(1));
        assertThat(Relative.maxDifference(
                        NpyFile.read(raw).floats(),
                        NpyFile.read(data.resolve("logits.npy")).floats()))
                .isLessThan(1e-3);
    }

    @ParameterizedTest
    @CsvSource({
        "alexnet-narrow/alexnet-owt-narrow.pth, alexnet, 224, 1000, tench, 0.485, 0.229",
        "alexnet-narrow-places/alexnet_places365.pth.tar, alexnet, 224, 365, airfield, 0.485, 0.229",
        "resnet18-narrow-places/resnet18_places365.pth.tar, resnet18, 224, 365, airfield, 0.485, 0.229",
        "resnet50-narrow/resnet50-narrow.pth, resnet50, 224, 1000, tench, 0.485, 0.229",
        "resnet50-narrow-robust/ImageNet.pt, resnet50, 224, 1000, tench, 0.485, 0.229",
        "cifar10-resnet20-real/resnet20-12fca82f.th, resnet20, 32, 10, label 0, 0.485, 0.229",
        "cifar10-resnet56-real/resnet56-4bfd9763.th, resnet56, 32, 10, label 0, 0.485, 0.229",
    })
    void checkpoint_ofEachKind_isRecognisedAndDescribed(
            String file, String variant, int size, int labels, String first, double mean, double std)
            throws IOException {
        Path checkpoint = Fixtures.require("fixtures/classifiers/" + file);
        JsonNode facts = JsonMapper.builder()
                .build()
                .readTree(done("inspect", checkpoint, "--json").out());
        assertThat(facts.path("kind").asText()).isEqualTo("classifier checkpoint");
        assertThat(facts.path("architecture").path("variant").asText()).isEqualTo(variant);
        assertThat(facts.path("architecture").path("labels").asInt()).isEqualTo(labels);
        Path model = folder.resolve("c.pt");
        done("import", "classifier", checkpoint, "-o", model);
        ClassifierMetadata metadata = ModelFile.classifier(model).metadata();
        assertThat(metadata.inputSize()).isEqualTo(size);
        assertThat(metadata.labels()).hasSize(labels);
        assertThat(metadata.labels().get(0)).isEqualTo(first);
        assertThat(metadata.mean().get(0)).isEqualTo(mean);
        assertThat(metadata.std().get(0)).isEqualTo(std);
        assertThat(metadata.featureMap())
                .isEqualTo(metadata.featureMaps().get(metadata.featureMaps().size() - 1));
    }

    @Test
    void verify_ofAnImportedClassifier_tellsGraphsApart() {
        Path checkpoint = Fixtures.require("fixtures/classifiers/alexnet-narrow/alexnet-owt-narrow.pth");
        Path folded = folder.resolve("one").resolve("c.pt");
        Path again = folder.resolve("two").resolve("c.pt");
        Path reference = folder.resolve("three").resolve("c.pt");
        for (Path file : new Path[] {folded, again, reference}) {
            assertThat(file.getParent().toFile().mkdir()).isTrue();
        }
        done("import", "classifier", checkpoint, "-o", folded);
        done("import", "classifier", checkpoint, "-o", again, "--arch", "alexnet");
        done("import", "classifier", checkpoint, "-o", reference, "--graph", "reference");
        assertThat(done("verify", folded, again).out()).contains("The files are identical.");
        assertThat(ToolRun.of("verify", folded, reference).exitCode()).isEqualTo(1);
    }

    @Test
    void arch_thatIsWrong_isRefused() {
        Path checkpoint = Fixtures.require("fixtures/classifiers/alexnet-narrow/alexnet-owt-narrow.pth");
        Path model = folder.resolve("c.pt");
        ToolRun unknown = ToolRun.of("import", "classifier", checkpoint, "-o", model, "--arch", "lenet");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("--arch lenet: expected one of alexnet, densenet, inception_v3, resnet, squeezenet, vgg");
        ToolRun other = ToolRun.of("import", "classifier", checkpoint, "-o", model, "--arch", "vgg");
        assertThat(other.exitCode()).isEqualTo(65);
        assertThat(other.err())
                .contains(": does not fit a VGG network: 4 tensors missing (classifier.0.weight, classifier.0.bias,"
                        + " classifier.3.weight and 1 more); ");
        assertThat(model).doesNotExist();
    }

    private static ToolRun done(Object... arguments) {
        ToolRun run = ToolRun.of(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }
}
