package org.biggantune.importer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.PrecisionConversion;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.TorchScriptWriter;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.TemporaryFolder;

/**
 * A program ready to be written as a TorchScript archive. The checkpoint with its weights must stay open until then.
 *
 * @param root the program's objects
 * @param source the source of the classes' methods
 * @param metadata the bytes of the archive's {@code extra/biggan-tune.json}
 */
public record ImportedModel(ScriptModule root, String source, byte[] metadata) {

    /**
     * Creates a program with the concatenated source of resources in this package, which must not define a class twice.
     * A folded program is marked as computing in the type of its weights.
     */
    static ImportedModel withResources(ScriptModule root, Graph graph, List<String> resources, byte[] metadata) {
        if (graph == Graph.FOLDED) {
            root.integer(PrecisionConversion.MARK, 1);
        }
        StringBuilder source = new StringBuilder();
        for (String resource : resources) {
            source.append(text(resource));
        }
        return new ImportedModel(root, source.toString(), metadata);
    }

    private static String text(String resource) {
        try (InputStream in = ImportedModel.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program source " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the archive in a precision, atomically.
     *
     * @param beforePublishing runs after the whole checkpoint was read; if it throws, nothing is written
     * @throws org.biggantune.domain.failure.UnsupportedInputException if the program supports only float32, or a weight
     *     exceeds the type's range
     */
    public void write(Path target, Precision precision, Runnable beforePublishing) {
        if (precision == Precision.FP32) {
            write(target, beforePublishing);
            return;
        }
        // Goes through the float32 archive, so that importing and converting while loading give the same bytes.
        try (TemporaryFolder folder = TemporaryFolder.create("biggan-tune-import")) {
            Path whole = folder.path().resolve(String.valueOf(target.getFileName()));
            write(whole, beforePublishing);
            try (TorchScriptArchive archive = TorchScriptArchive.open(whole)) {
                PrecisionConversion.write(archive, target, precision);
            }
        }
    }

    /** Writes the archive in float32, atomically. */
    public void write(Path target) {
        write(target, () -> {});
    }

    private void write(Path target, Runnable beforePublishing) {
        String file = String.valueOf(target.getFileName());
        String name = file.endsWith(".pt") ? file.substring(0, file.length() - 3) : file;
        AtomicFile.write(target, channel -> {
            TorchScriptWriter.write(channel, name, root, source, Map.of(MetadataFormat.FILE, metadata));
            beforePublishing.run();
        });
    }
}
