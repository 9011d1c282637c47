package org.biggantune.importer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.TorchScriptWriter;
import org.biggantune.io.AtomicFile;

/**
 * A program ready to be written as a TorchScript archive. The checkpoint that its numbers come from must still be open.
 *
 * @param root the program's objects
 * @param source the classes' methods
 * @param metadata the bytes of the archive's {@code extra/biggan-tune.json}
 */
public record ImportedModel(ScriptModule root, String source, byte[] metadata) {

    /** A program whose classes' source is in a resource of this package. */
    static ImportedModel withResource(ScriptModule root, String resource, byte[] metadata) {
        return withResources(root, metadata, resource);
    }

    /** A program whose classes' source is in some resources of this package; no class in more than one of them. */
    static ImportedModel withResources(ScriptModule root, byte[] metadata, String... resources) {
        StringBuilder source = new StringBuilder();
        for (String resource : resources) {
            source.append(text(resource)).append('\n');
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

    /** Writes the archive, whole or not at all. */
    public void write(Path target) {
        String file = String.valueOf(target.getFileName());
        String name = file.endsWith(".pt") ? file.substring(0, file.length() - 3) : file;
        AtomicFile.write(
                target,
                channel -> TorchScriptWriter.write(channel, name, root, source, Map.of(MetadataFormat.FILE, metadata)));
    }
}
