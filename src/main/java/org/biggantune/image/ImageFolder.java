package org.biggantune.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.domain.failure.MissingInputException;

/** Finds the image files in files and folders given by the user. */
public final class ImageFolder {
    /** The name of the contact sheet that {@code sample} writes next to single images, without extension. */
    public static final String SHEET = "grid";

    private static final Set<String> SHEETS = Arrays.stream(PictureFormat.values())
            .map(format -> SHEET + format.extension())
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "webp", "bmp", "gif");

    private ImageFolder() {}

    /**
     * Lists image files in the given order. A file is taken whatever its name. Folders are searched recursively,
     * following links, for files with the extensions png, jpg, jpeg, webp, bmp or gif, sorted by path, without hidden files
     * and without grid.png, grid.jpg and grid.webp.
     *
     * @param named the files and folders
     * @return the files, unmodifiable, at least one
     * @throws MissingInputException if a file or folder does not exist or cannot be listed, or no image is found
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
                    + "no images found; expected .png, .jpg, .jpeg, .webp, .bmp or .gif files");
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
