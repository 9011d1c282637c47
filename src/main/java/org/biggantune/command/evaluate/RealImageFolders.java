package org.biggantune.command.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.image.ImageFiles;
import org.biggantune.image.ImageFolder;
import org.biggantune.image.PlanarImages;

/** Image files in one folder a class, named like the class or one of its synonyms; case, spaces and hyphens may differ. */
final class RealImageFolders implements RealImages {
    private final List<Path> folders;
    private final ClassNames names;
    private final Map<String, List<Path>> files = new HashMap<>();

    private RealImageFolders(List<Path> folders) {
        this.folders = folders;
        this.names = new ClassNames(
                "folder", folders.stream().map(RealImageFolders::name).toList());
    }

    static RealImageFolders open(Path folder, Optional<String> split) {
        Path root = split.map(folder::resolve).orElse(folder);
        if (!Files.isDirectory(root)) {
            throw new MissingInputException(
                    "--split " + split.orElse("") + ": no such folder in " + folder + ", and no IDX files either");
        }
        try (Stream<Path> children = Files.list(root)) {
            List<Path> folders = children.filter(Files::isDirectory)
                    .filter(child -> !name(child).startsWith("."))
                    .sorted()
                    .toList();
            if (folders.isEmpty()) {
                throw new MissingInputException("--real " + root + ": no folders of classes and no IDX files in it;"
                        + " expected a folder of images for each class, or NAME-images-idx3-ubyte[.gz] files");
            }
            return new RealImageFolders(folders);
        } catch (IOException e) {
            throw new MissingInputException("--real " + root + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    @Override
    public int count(ClassLabel target) {
        return files(target).size();
    }

    @Override
    public PlanarImages picture(ClassLabel target, int index) {
        return ImageFiles.read(files(target).get(index));
    }

    @Override
    public List<String> classes() {
        return names.asList();
    }

    private List<Path> files(ClassLabel target) {
        return files.computeIfAbsent(target.name(), this::list);
    }

    private List<Path> list(String name) {
        List<String> spellings = new ArrayList<>(List.of(name));
        spellings.addAll(Arrays.asList(name.split(",", -1)));
        return spellings.stream()
                .map(names::indicesOf)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .map(found -> ImageFolder.list(found.stream().map(folders::get).toList()))
                .orElse(List.of());
    }

    private static String name(Path folder) {
        return String.valueOf(folder.getFileName());
    }
}
