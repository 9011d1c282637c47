package org.biggantune.command.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.ShellWord;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.importer.ImportKind;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;

/** Describes a model from its card and its archive, or from the catalogue. */
final class ModelDescription {
    private final InstallDir home;
    private final ModelStore store;

    ModelDescription(InstallDir home) {
        this.home = home;
        this.store = new ModelStore(home);
    }

    /**
     * Describes a model.
     *
     * @throws MissingInputException if there is no model of this name
     */
    ModelFacts of(String name) {
        ModelFacts report = new ModelFacts().begin(name);
        Optional<Path> installed = store.installed(name);
        Optional<Path> archive = installed.or(() -> store.shipped(name));
        if (archive.isPresent()) {
            report.add("state", installed.isPresent() ? "installed" : "shipped");
            Optional<ModelCard> card = store.card(name).filter(known -> installed.isPresent());
            card.ifPresent(known -> addCard(known, report));
            addArchive(archive.get(), card, report);
        } else {
            CatalogEntry entry =
                    Optional.ofNullable(CatalogFile.all(home).get(name)).orElseThrow(() -> missing(name));
            addEntry(entry, report);
        }
        return report;
    }

    private MissingInputException missing(String name) {
        return Files.isRegularFile(PathOption.parse("argument", name))
                ? new MissingInputException(
                        name + ": a file, but no model of this name (biggan-tune models list shows all);"
                                + " its contents: biggan-tune inspect " + ShellWord.quoted(name))
                : new ModelCatalog(home).missing(name, name);
    }

    private static void addCard(ModelCard card, ModelFacts report) {
        report.add("about", card.about())
                .add("source", card.source())
                .add("page", card.page())
                .add("licence", card.licence())
                .add("checked against", card.digest())
                .add("import", card.options().isEmpty() ? "" : card.options())
                .add("installed", card.installed());
    }

    private static void addEntry(CatalogEntry entry, ModelFacts report) {
        report.add("state", "available")
                .add("kind", entry.kind().label())
                .add("about", entry.about())
                .add("source", entry.source())
                .add("page", entry.page().orElse(""))
                .add("how", entry.how().orElse(""))
                .add("licence", entry.licence());
        entry.bytes().ifPresent(bytes -> report.add(entry.exact() ? "bytes" : "about bytes", bytes));
        report.add("digest", entry.digest().map(String::valueOf).orElse("none published"))
                .add("import", entry.options().isEmpty() ? "" : entry.options())
                .add("get it", entry.howToGet());
    }

    private void addArchive(Path archive, Optional<ModelCard> card, ModelFacts report) {
        String sha256 = Sha256.of(archive);
        report.add("archive", archive.toString())
                .add("bytes", archive.toFile().length())
                .add("SHA-256", sha256);
        boolean changed = card.map(ModelCard::sha256)
                .filter(installed -> !installed.isEmpty() && !installed.equals(sha256))
                .isPresent();
        if (changed) {
            report.add(
                    "changed",
                    "since it was installed, with SHA-256 " + card.get().sha256());
        }
        Optional<String> kind = ModelPreparation.kindOf(archive);
        if (kind.isEmpty() && card.isPresent() && !changed) {
            report.add("kind", card.get().kind());
        } else if (kind.isEmpty()) {
            addContent(FileContent.of(archive, sha256, CatalogFile.all(home).values()), report);
        } else if (kind.equals(Optional.of(ImportKind.GENERATOR.label()))) {
            GeneratorMetadata metadata = ModelFile.generator(archive).metadata();
            report.add("kind", ImportKind.GENERATOR.label())
                    .add("family", metadata.family())
                    .add("resolution", metadata.resolution())
                    .add(
                            "truncation",
                            metadata.latents().truncation().isPresent()
                                    ? metadata.latents().truncation().getAsDouble()
                                    : "");
            addNames("classes", metadata.classNames(), metadata.source(), report);
        } else {
            ClassifierMetadata metadata = ModelFile.classifier(archive).metadata();
            report.add("kind", ImportKind.CLASSIFIER.label())
                    .add("family", metadata.family())
                    .add("input", metadata.inputSize());
            addNames("labels", metadata.labels(), metadata.source(), report);
        }
    }

    private static void addContent(FileContent content, ModelFacts report) {
        report.add("kind", content.kind())
                .add("catalogue", content.catalogue().orElse(""))
                .add("usable", content.advice().orElse(""))
                .add("problem", content.problem().orElse(""));
    }

    private static void addNames(String what, List<String> names, SourceFile source, ModelFacts report) {
        report.add(what, names.size() + " (" + names.get(0) + " … " + names.get(names.size() - 1) + ")")
                .add("checkpoint", source.file())
                .add("checkpoint SHA-256", source.sha256());
    }
}
