package org.biggantune.command.models;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.cli.ShellWord;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.importer.ImportKind;

/**
 * What a file among the models is that has no metadata of this tool, by its digest and content.
 *
 * @param kind such as {@code detector} or {@code checkpoint (safetensors)}
 * @param catalogue the model of the catalogue that it is the file of
 * @param advice how to make a model of it; empty if it is one, or cannot become one
 * @param problem what is wrong with it
 */
record FileContent(String kind, Optional<String> catalogue, Optional<String> advice, Optional<String> problem) {
    private static final String NO_MODEL = "damaged or not a model";

    /**
     * Describes a file.
     *
     * @param sha256 its digest
     * @param known the catalogue
     */
    static FileContent of(Path file, String sha256, Collection<CatalogEntry> known) {
        Optional<CatalogEntry> entry =
                known.stream().filter(one -> one.isFile(file, sha256)).findFirst();
        Optional<String> name = entry.map(CatalogEntry::name);
        if (entry.filter(one -> one.kind() == ImportKind.DETECTOR).isPresent()) {
            return new FileContent(ImportKind.DETECTOR.label(), name, Optional.empty(), Optional.empty());
        }
        String shown = ShellWord.quoted(file.toString());
        String install = "biggan-tune models install "
                + name.map(one -> one + " --from " + shown).orElse(shown + " --as NAME");
        try {
            String content = TorchScriptArchive.isTorchScript(file)
                    ? "program without " + MetadataFormat.FILE
                    : checkpoint(file, entry.map(CatalogEntry::kind));
            return new FileContent(content, name, Optional.of("after importing it: " + install), Optional.empty());
        } catch (BigganTuneException e) {
            String problem = String.valueOf(e.getMessage()).replace(file + ": ", "");
            return new FileContent(NO_MODEL, name, Optional.empty(), Optional.of(problem));
        }
    }

    private static String checkpoint(Path file, Optional<ImportKind> known) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            String format =
                    switch (checkpoint.format()) {
                        case ZIP -> "PyTorch, zip";
                        case LEGACY -> "PyTorch, legacy";
                        case SAFETENSORS -> "safetensors";
                    };
            return known.or(() -> ImportKind.of(checkpoint.stateDict()))
                            .map(kind -> kind.label() + " ")
                            .orElse("")
                    + "checkpoint (" + format + ")";
        }
    }
}
