package org.biggantune.command.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.failure.MissingInputException;

/** Finds models by file or by the name of a shipped one. */
public final class ModelCatalog {
    /** The name that stands for {@link #DEFAULT_JUDGE}. */
    public static final String AUTO_JUDGE = "auto";

    /** The judge where the user names none. */
    public static final String DEFAULT_JUDGE = "demo-judge";

    private final Path folder;

    /** The models of an installation. */
    public ModelCatalog(InstallDir home) {
        this.folder = home.models();
    }

    /**
     * The file of a model.
     *
     * @param option the option that names it, for messages
     * @param nameOrFile a path, or a shipped model's name without its ending
     * @throws MissingInputException if there is neither
     */
    public Path find(String option, String nameOrFile) {
        Path file = PathOption.parse(option, nameOrFile);
        if (Files.exists(file)) {
            return file;
        }
        Path shipped = folder.resolve(nameOrFile + ".pt");
        if (Files.exists(shipped)) {
            return shipped;
        }
        throw new MissingInputException(option + " " + nameOrFile
                + ": no such file, and no shipped model of this name (" + String.join(", ", names()) + ")");
    }

    /** The file of a judge, as {@link #find}; {@code auto} stands for the shipped one. */
    public Path findJudge(String option, String nameOrFile) {
        return find(option, nameOrFile.equals(AUTO_JUDGE) ? DEFAULT_JUDGE : nameOrFile);
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".pt"))
                    .map(name -> name.substring(0, name.length() - ".pt".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
