package org.biggantune.command.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrueLabelsTest {
    private static final ClassifierMetadata CLASSIFIER = new ClassifierMetadata(
            "resnet",
            32,
            List.of(0.5, 0.5, 0.5),
            List.of(0.5, 0.5, 0.5),
            List.of("crane", "shirt", "crane"),
            Graph.FOLDED,
            Precision.FP32,
            new SourceFile("c.pth", "-"),
            "",
            List.of());

    @TempDir
    Path folder;

    @Test
    void indexOf_name_winsOverTheNumber() throws IOException {
        TrueLabels labels = TrueLabels.read(table("file\tclass\tname\na.png\t5\tshirt\r\nb.png\t2\tcrane\n\n"));
        assertThat(labels.indexOf(Path.of("some", "a.png"), CLASSIFIER, "resnet"))
                .isEqualTo(1);
        assertThat(labels.indexOf(Path.of("b.png"), CLASSIFIER, "resnet")).isEqualTo(2);
    }

    @Test
    void indexOf_unknown_isAConflict() throws IOException {
        TrueLabels labels = TrueLabels.read(table("file\tclass\tname\na.png\t5\tcoat\n"));
        assertThatThrownBy(() -> labels.indexOf(Path.of("x", "c.png"), CLASSIFIER, "resnet"))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("no line for " + Path.of("x", "c.png"));
        assertThatThrownBy(() -> labels.indexOf(Path.of("a.png"), CLASSIFIER, "resnet"))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("a.png is 5 \"coat\", which is not among the classifier's 3 labels");
    }

    @Test
    void read_bad_isRefused() throws IOException {
        assertThatThrownBy(() -> TrueLabels.read(folder.resolve("none.tsv")))
                .isInstanceOf(MissingInputException.class)
                .hasMessageEndingWith("none.tsv: no such file");
        Path headless = table("a.png\t5\tshirt\n");
        assertThatThrownBy(() -> TrueLabels.read(headless))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("its first line is not 'file', 'class' and 'name'");
        Path wrong = table("file\tclass\tname\na.png\tx\tshirt\n");
        assertThatThrownBy(() -> TrueLabels.read(wrong))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining(", line 2: expected a file, a class number and a name");
    }

    private Path table(String text) throws IOException {
        return Files.writeString(folder.resolve("labels.tsv"), text);
    }
}
