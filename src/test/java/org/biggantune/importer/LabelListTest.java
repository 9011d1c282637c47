package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.support.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelListTest {
    @TempDir
    Path folder;

    @Test
    void parse_knownSet_isTaken() {
        assertThat(LabelList.parse("--labels", "imagenet")).hasSize(1000).startsWith("tench");
        assertThat(LabelList.parse("--labels", "Places365")).hasSize(365);
        assertThat(LabelList.parse("--labels", "cifar10")).hasSize(10).contains("horse");
    }

    @Test
    void parse_names_areSplitAtCommas() {
        assertThat(LabelList.parse("--labels", "t-shirt, ankle boot")).containsExactly("t-shirt", "ankle boot");
        assertThat(LabelList.parse("--labels", "one")).containsExactly("one");
    }

    @Test
    void parse_file_givesALineAName() throws IOException {
        Path file = Files.writeString(folder.resolve("names.txt"), "\uFEFFtench, Tinca tinca\r\nécrin\n\n\n");
        assertThat(LabelList.parse("--labels", "@" + file)).containsExactly("tench, Tinca tinca", "écrin");
    }

    @Test
    void parse_synsetFile_givesTheClassesNames() throws IOException {
        String zoo = "fixtures/djl-zoo/repository/model/cv/image_classification/ai/djl/pytorch/synset.txt";
        assertThat(LabelList.parse("--labels", "@" + Fixtures.require(zoo)))
                .isEqualTo(LabelList.parse("--labels", "imagenet"));
        Path some = Files.writeString(
                folder.resolve("some.txt"),
                "n03085013\nn01440764 tench, Tinca tinca\nn02012849 crane\nn00000000 else\n");
        assertThat(LabelList.parse("--labels", "@" + some))
                .containsExactly("computer keyboard", "tench", "n02012849 crane", "n00000000 else");
    }

    @Test
    void parse_bad_isRefused() throws IOException {
        assertThatThrownBy(() -> LabelList.parse("--labels", "a,,b"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("--labels \"a,,b\": an empty name; expected names");
        Path file = folder.resolve("names.txt");
        assertThatThrownBy(() -> LabelList.parse("--labels", "@" + file))
                .isInstanceOf(MissingInputException.class)
                .hasMessage("--labels @" + file + ": no such file");
        Files.writeString(file, "a\n\nb\n");
        assertThatThrownBy(() -> LabelList.parse("--labels", "@" + file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("line 2 is blank; expected one name per line");
        Files.write(file, new byte[] {(byte) 0xff, 'a'});
        assertThatThrownBy(() -> LabelList.parse("--labels", "@" + file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("not a UTF-8 text file");
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> LabelList.parse("--labels", "@" + file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("the file contains no names");
    }
}
