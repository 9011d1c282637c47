package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.domain.failure.MissingInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("b/c.png"));
        Files.createDirectories(folder.resolve("empty"));
        for (String name : List.of(
                "b/2.JPG", "b/c.png/1.gif", "a.png", "z.jpeg", "y.bmp", "x.webp", "readme.txt", "b/._2.jpg", "png")) {
            Files.createFile(folder.resolve(name));
        }
    }

    @Test
    void list_folder_findsImagesBelowInOrder() {
        assertThat(ImageFolder.list(List.of(folder)))
                .extracting(file -> folder.relativize(file).toString())
                .containsExactly("a.png", "b/2.JPG", "b/c.png/1.gif", "x.webp", "y.bmp", "z.jpeg");
    }

    @Test
    void list_filesAndFolders_keepsTheOrderGiven() {
        Path text = folder.resolve("readme.txt");
        assertThat(ImageFolder.list(List.of(text, folder.resolve("b"), folder.resolve("a.png"))))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("readme.txt", "2.JPG", "1.gif", "a.png");
    }

    @Test
    void list_contactSheet_countsWhereItIsNamed() throws IOException {
        Path sheet = Files.createFile(folder.resolve("b/grid.png"));
        Files.createFile(folder.resolve("b/grid.jpg"));
        Files.createFile(folder.resolve("b/grid.webp"));
        assertThat(ImageFolder.list(List.of(folder.resolve("b"))))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("2.JPG", "1.gif");
        assertThat(ImageFolder.list(List.of(sheet))).containsExactly(sheet);
    }

    @Test
    void list_nothingThere_saysWhat() throws IOException {
        Path empty = folder.resolve("empty");
        assertThatThrownBy(() -> ImageFolder.list(List.of(empty)))
                .isInstanceOf(MissingInputException.class)
                .hasMessage(empty + ": no images found; expected .png, .jpg, .jpeg, .webp, .bmp or .gif files");
        assertThatThrownBy(() -> ImageFolder.list(List.of()))
                .isInstanceOf(MissingInputException.class)
                .hasMessageStartingWith("no images found");
        assertThatThrownBy(() -> ImageFolder.list(List.of(folder.resolve("no"))))
                .isInstanceOf(MissingInputException.class)
                .hasMessage(folder.resolve("no") + ": no such file or folder; expected images");
        Files.createSymbolicLink(empty.resolve("loop"), folder);
        assertThatThrownBy(() -> ImageFolder.list(List.of(folder)))
                .isInstanceOf(MissingInputException.class)
                .hasMessageContaining("cannot be listed");
    }
}
