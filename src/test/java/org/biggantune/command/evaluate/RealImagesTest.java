package org.biggantune.command.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.ImageNet;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.image.PlanarImages;
import org.biggantune.model.ModelFile;
import org.biggantune.support.RealPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealImagesTest {
    private static final ClassLabel BOOT = new ClassLabel(3, "ankle boot");
    private static final ClassLabel SHIRT = new ClassLabel(5, "shirt");
    private static final ClassifierMetadata JUDGE =
            ModelFile.classifier(Path.of("models", "demo-judge.pt")).metadata();

    @TempDir
    Path folder;

    private RealImages open() {
        return RealImages.open(folder, Optional.empty(), JUDGE);
    }

    @Test
    void folders_namedLikeClasses_areFoundWhateverTheirSpelling() throws IOException {
        RealPictures.write(folder, "Ankle_Boot", 3, 8);
        RealPictures.write(folder, "tench", 2, 8);
        RealImages images = open();
        assertThat(images.count(BOOT)).isEqualTo(3);
        assertThat(images.count(new ClassLabel(0, "tench, Tinca tinca"))).isEqualTo(2);
        assertThat(images.picture(BOOT, 1).toString()).isEqualTo("[1, 3, 8, 8]");
        assertThat(images.classes()).containsExactly("Ankle_Boot", "tench");
    }

    @Test
    void folders_namedByWordNetIds_areFoundAndTellClassesOfOneNameApart() throws IOException {
        RealPictures.write(folder, "n02012849", 2, 8);
        RealPictures.write(folder, "n03126707", 3, 8);
        RealPictures.write(folder, "n03085013", 4, 8);
        ClassifierMetadata judge = new ClassifierMetadata(
                "resnet",
                JUDGE.inputSize(),
                JUDGE.mean(),
                JUDGE.std(),
                ImageNet.names(),
                JUDGE.graph(),
                JUDGE.precision(),
                JUDGE.source(),
                "",
                List.of());
        RealImages images = RealImages.open(folder, Optional.empty(), judge);
        assertThat(images.count(new ClassLabel(134, "crane"))).isEqualTo(2);
        assertThat(images.count(new ClassLabel(517, "crane"))).isEqualTo(3);
        assertThat(images.count(new ClassLabel(3, "keypad"))).isEqualTo(4);
    }

    @Test
    void require_missingClass_namesTheFoldersFound() throws IOException {
        RealPictures.write(folder, "ankle boot", 2, 8);
        RealPictures.write(folder, "coat", 1, 8);
        RealImages images = open();
        images.require(folder, List.of(BOOT));
        assertThatThrownBy(() -> images.require(folder, List.of(BOOT, SHIRT)))
                .isInstanceOf(MissingInputException.class)
                .hasMessage("--real " + folder + ": no images of class 5 \"shirt\", expected at least 2"
                        + " (found: ankle boot, coat)");
        assertThatThrownBy(() -> images.require(folder, List.of(new ClassLabel(3, "coat"))))
                .isInstanceOf(MissingInputException.class)
                .hasMessageContaining("one image of class 3 \"coat\", expected at least 2");
    }

    @Test
    void open_split_takesThatFolder() throws IOException {
        RealPictures.write(folder.resolve("val"), "shirt", 2, 8);
        assertThat(RealImages.open(folder, Optional.of("val"), JUDGE).count(SHIRT))
                .isEqualTo(2);
        assertThatThrownBy(() -> RealImages.open(folder, Optional.of("test"), JUDGE))
                .isInstanceOf(MissingInputException.class)
                .hasMessageStartingWith("--split test: no such folder in " + folder);
    }

    @Test
    void open_nothingThere_isMissing() {
        assertThatThrownBy(this::open)
                .isInstanceOf(MissingInputException.class)
                .hasMessageContaining("contains no class folders and no IDX files");
        assertThatThrownBy(() -> RealImages.open(folder.resolve("none"), Optional.empty(), JUDGE))
                .isInstanceOf(MissingInputException.class)
                .hasMessageContaining("no such folder");
    }

    @Test
    void idx_labels_countTheJudgesLabels() throws IOException {
        RealPictures.writeIdx(folder, "train", 6, 8, 6, 9);
        RealPictures.writeIdx(folder, "t10k", 4, 8, 6);
        RealImages both = open();
        assertThat(both.count(SHIRT)).isEqualTo(3 + 4);
        assertThat(both.count(BOOT)).isEqualTo(3);
        assertThat(both.count(new ClassLabel(0, "t-shirt"))).isZero();
        assertThat(both.classes()).containsExactly("shirt", "ankle boot");
        RealImages train = RealImages.open(folder, Optional.of("train"), JUDGE);
        assertThat(train.count(SHIRT)).isEqualTo(3);
        assertThat(train.picture(SHIRT, 1).data())
                .containsExactly(both.picture(SHIRT, 4 + 1).data());
        assertThatThrownBy(() -> RealImages.open(folder, Optional.of("val"), JUDGE))
                .isInstanceOf(MissingInputException.class)
                .hasMessage("--split val: no IDX files of this name in " + folder + " (found: t10k, train)");
    }

    @Test
    void idx_otherDataSet_isRefused() throws IOException {
        RealPictures.writeIdx(folder, "letters", 4, 8, 1, 26);
        assertThatThrownBy(this::open)
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("label 26, but the judge has 10 labels");
    }

    @Test
    void idx_withoutLabels_isMissing() throws IOException {
        RealPictures.writeIdx(folder, "train", 4, 8, 1);
        Files.delete(folder.resolve("train-labels-idx1-ubyte.gz"));
        assertThatThrownBy(this::open)
                .isInstanceOf(MissingInputException.class)
                .hasMessageContaining("expected train-labels-idx1-ubyte[.gz] in the same folder");
    }

    @Test
    void sample_smallGreyPictures_getABlackFrame() throws IOException {
        RealPictures.writeIdx(folder, "train", 3, 2, 6);
        float[] images = RealSample.atMost(9, open(), SHIRT, 4, new UnreadableImages(false))
                .images(1, 3);
        assertThat(images).hasSize(2 * 3 * 16);
        PlanarImages picture = open().picture(SHIRT, 1);
        assertThat(images[0]).isEqualTo(-1);
        for (int channel = 0; channel < 3; channel++) {
            assertThat(images[channel * 16 + 5]).isCloseTo(2 * picture.data()[0] - 1, within(1e-6f));
            assertThat(images[channel * 16 + 10]).isCloseTo(2 * picture.data()[3] - 1, within(1e-6f));
        }
    }

    @Test
    void sample_largePictures_areResized() throws IOException {
        RealPictures.write(folder, "shirt", 2, 16);
        RealImages all = open();
        float[] images =
                RealSample.atMost(2, all, SHIRT, 4, new UnreadableImages(false)).images(0, 1);
        assertThat(images).hasSize(3 * 16);
        double mean = 0;
        for (float number : images) {
            mean += number / images.length;
        }
        double original = 0;
        for (float number : all.picture(SHIRT, 0).data()) {
            original += (2 * number - 1) / (3 * 256);
        }
        assertThat(mean).isCloseTo(original, within(0.1));
    }

    @Test
    void sample_fewOfMany_areTakenAtEvenDistances() throws IOException {
        RealPictures.writeIdx(folder, "train", 7, 4, 6);
        RealImages all = open();
        RealSample sample = RealSample.atMost(3, all, SHIRT, 4, new UnreadableImages(false));
        assertThat(sample.count()).isEqualTo(3);
        float[] images = sample.images(0, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(images[i * 48])
                    .isCloseTo(2 * all.picture(SHIRT, List.of(0, 2, 4).get(i)).data()[0] - 1, within(1e-6f));
        }
    }
}
