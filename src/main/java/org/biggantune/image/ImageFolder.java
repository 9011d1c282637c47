package org.biggantune.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.domain.failure.MissingInputException;

/** The image files a user means by naming files and folders. */
public final class ImageFolder {
    /** The contact sheet that {@code sample} writes among single images, without its ending. */
    public static final String SHEET = "grid";

    private static final Set<String> SHEETS = Set.of("grid.png", "grid.jpg");

    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "gif");

    private ImageFolder() {}

    /**
     * The image files of files and folders, in the order given. A file counts whatever its name; in a folder and the
     * folders below it, links followed, files ending in png, jpg, jpeg, bmp or gif count, in the order of their paths,
     * without hidden ones and without grid.png and grid.jpg.
     *
     * @param named files and folders
     * @return the files, unmodifiable, at least one
     * @throws MissingInputException where something named is not there or cannot be listed, or nothing is found
     */
    public static List<Path> list(List<Path> named) {
        List<Path> found = new ArrayList<>();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                found.addAll(below(path));
            } else if (Files.exists(path)) {
                found.add(path);
            } else {
                throw new MissingInputException(path + ": no such file or folder; expected images");
            }
        }
        if (found.isEmpty()) {
            String all = named.stream().map(Path::toString).collect(Collectors.joining(", "));
            throw new MissingInputException((all.isEmpty() ? "" : all + ": ")
                    + "no images found; expected .png, .jpg, .jpeg, .bmp or .gif files");
        }
        return List.copyOf(found);
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> isImageName(file.getFileName()))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new MissingInputException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean isImageName(Path fileName) {
        String name = fileName == null ? "" : fileName.toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.indexOf('.') > 0 && !SHEETS.contains(name) && EXTENSIONS.contains(extension);
    }
}
