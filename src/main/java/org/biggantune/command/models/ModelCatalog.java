package org.biggantune.command.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.NearestNames;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.importer.ImportKind;
import org.biggantune.io.download.ExpectedDigest;

/** Finds models by file or name, installed ones before shipped ones. A missing model is reported with how to get it. */
public final class ModelCatalog {
    /** The description of options that name a generator. */
    public static final String GENERATOR = "The generator: a shipped model or a file (default: ${DEFAULT-VALUE}).";

    private final InstallDir home;
    private final ModelStore store;

    /** Creates the catalogue of an installation and its user. */
    public ModelCatalog(InstallDir home) {
        this.home = home;
        this.store = new ModelStore(home);
    }

    /**
     * Returns the file of a model. A file comes before a model of its name, a folder after it.
     *
     * @param option the option that names it, for messages
     * @param nameOrFile a path, or the name of an installed or shipped model
     * @throws MissingInputException if there is no such model; for one in the catalogue the message says how to get it
     */
    public Path find(String option, String nameOrFile) {
        Path file = PathOption.parse(option, nameOrFile);
        boolean folder = Files.isDirectory(file);
        if (Files.exists(file) && !folder) {
            return file;
        }
        return store.installed(nameOrFile)
                .or(() -> store.shipped(nameOrFile))
                .or(() -> folder ? Optional.of(file) : Optional.empty())
                .orElseThrow(() -> missing(option + " " + nameOrFile, nameOrFile));
    }

    /** Returns the names of installed models, sorted. */
    public List<String> installed() {
        return store.installed();
    }

    /** Returns the files of installed, then of shipped classifiers, each sorted by name, without damaged ones. */
    public List<Path> classifiers() {
        return Stream.concat(
                        store.installed().stream().map(store::installed),
                        store.shipped().stream().map(store::shipped))
                .flatMap(Optional::stream)
                .filter(ModelCatalog::isClassifier)
                .toList();
    }

    private static boolean isClassifier(Path file) {
        try {
            return ModelPreparation.kindOf(file)
                    .filter(ImportKind.CLASSIFIER.label()::equals)
                    .isPresent();
        } catch (BigganTuneException e) {
            return false;
        }
    }

    private boolean isDetector(String name) {
        return store.card(name)
                .filter(card -> card.kind().equals(ImportKind.DETECTOR.label()))
                .isPresent();
    }

    /** The archive of an installed model; empty if there is none of the name. */
    public Optional<Path> installed(String name) {
        return store.installed(name);
    }

    /** What a model's file digests to by the catalogue; empty where it does not say. */
    public Optional<ExpectedDigest> digest(String name) {
        return Optional.ofNullable(CatalogFile.all(home).get(name)).flatMap(CatalogEntry::digest);
    }

    /** Returns a line for each problem with installed models and catalogues. Models are not read completely. */
    public List<String> problems() {
        List<String> lines = new ArrayList<>();
        for (String name : store.installed()) {
            try {
                if (ModelPreparation.kindOf(store.target(name)).isEmpty() && !isDetector(name)) {
                    lines.add(store.target(name) + ": is not a model of this tool");
                }
            } catch (BigganTuneException e) {
                lines.add(e.getMessage() + "; install it again with: biggan-tune models install " + name + " --force");
            }
        }
        try {
            CatalogFile.all(home);
        } catch (BigganTuneException e) {
            lines.add(e.getMessage());
        }
        return lines;
    }

    /** Creates the exception for a missing model; the message says how to get it, or suggests similar names. */
    MissingInputException missing(String argument, String name) {
        Map<String, CatalogEntry> entries = CatalogFile.all(home);
        Optional<CatalogEntry> entry = Optional.ofNullable(entries.get(name));
        if (entry.isPresent()) {
            return new MissingInputException(
                    argument + ": not installed; " + (entry.get().url().isPresent() ? "get it with: " : "")
                            + entry.get().howToGet());
        }
        Collection<String> known = new TreeSet<>(entries.keySet());
        known.addAll(store.installed());
        known.addAll(store.shipped());
        List<String> near = NearestNames.nearest(name, known);
        return new MissingInputException(argument + ": no such file, and no model of this name"
                + NearestNames.question(near)
                + " (biggan-tune models list shows all)");
    }
}
