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
 * A program ready to be written as a TorchScript archive. The checkpoint that its numbers come from must still be open.
 *
 * @param root the program's objects
 * @param source the classes' methods
 * @param metadata the bytes of the archive's {@code extra/biggan-tune.json}
 */
public record ImportedModel(ScriptModule root, String source, byte[] metadata) {

    /**
     * A program whose classes' source is resources of this package, one after the other; no class in two of them. One of
     * the folded graph computes in the type of its weights, and says so.
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
     * Writes the archive in a precision, whole or not at all.
     *
     * @param beforePublishing is run when all of the checkpoint was read; what it throws leaves nothing behind
     * @throws org.biggantune.domain.failure.UnsupportedInputException if the program has no other precision than float32, or a
     *     weight lies beyond the type's range
     */
    public void write(Path target, Precision precision, Runnable beforePublishing) {
        if (precision == Precision.FP32) {
            write(target, beforePublishing);
            return;
        }
        // By way of the float32 archive, so that importing and converting when loading give the same bytes.
        try (TemporaryFolder folder = TemporaryFolder.create("biggan-tune-import")) {
            Path whole = folder.path().resolve(String.valueOf(target.getFileName()));
            write(whole, beforePublishing);
            try (TorchScriptArchive archive = TorchScriptArchive.open(whole)) {
                PrecisionConversion.write(archive, target, precision);
            }
        }
    }

    /** Writes the archive in float32, whole or not at all. */
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
