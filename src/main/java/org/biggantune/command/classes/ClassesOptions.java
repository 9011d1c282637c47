package org.biggantune.command.classes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.TargetFile;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.importer.LabelSet;
import org.biggantune.model.ModelFile;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code classes}. */
final class ClassesOptions {
    private static final Pattern TARGET = Pattern.compile("[\\w-]+");

    private final InstallDir home;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A model by name or file, a label set (imagenet, places365, cifar10) or a target of repurpose"
                    + " (default: the generator). May be left out before TEXT.")
    private Optional<String> model;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "The text to search for: an index, a part of a name or synonym, a kind, or a WordNet ID.")
    private Optional<String> text;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator to list the classes of if there is no MODEL (default: ${DEFAULT-VALUE}).")
    private String generator;

    ClassesOptions(InstallDir home) {
        this.home = home;
    }

    /**
     * Lists the requested classes.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if the model is missing or damaged
     */
    ClassListing listing() {
        if (model.isEmpty()) {
            return ClassListing.of(ofModel("--generator", generator), text);
        }
        String word = model.get();
        Optional<ClassNames> named = labelSet(word).or(() -> target(word));
        if (named.isPresent() || text.isPresent() || isModel(word)) {
            return ClassListing.of(named.orElseGet(() -> ofModel("MODEL", word)), text);
        }
        return ClassListing.of(ofModel("--generator", generator), model);
    }

    /** Returns whether a single argument names a model, present or missing, and is not the text to search for. */
    private boolean isModel(String word) {
        if (word.contains("/") || word.endsWith(".pt")) {
            return true;
        }
        try {
            new ModelCatalog(home).find("MODEL", word);
            return true;
        } catch (MissingInputException e) {
            return false;
        }
    }

    private static Optional<ClassNames> labelSet(String name) {
        String set = name.toLowerCase(Locale.ROOT);
        return LabelSet.named(set).map(names -> new ClassNames("label set", names, set));
    }

    private Optional<ClassNames> target(String name) {
        boolean shipped = TARGET.matcher(name).matches()
                && Files.isRegularFile(home.configs().resolve("targets").resolve(name + ".yaml"));
        return shipped || name.endsWith(".yaml") || name.endsWith(".yml")
                ? Optional.of(
                        new ClassNames("target", TargetFile.read(home, name).labels(), name))
                : Optional.empty();
    }

    private ClassNames ofModel(String option, String nameOrFile) {
        Path file = new ModelCatalog(home).find(option, nameOrFile);
        return ModelFile.classNames(file, nameOrFile);
    }
}
