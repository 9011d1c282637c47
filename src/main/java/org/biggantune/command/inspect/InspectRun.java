package org.biggantune.command.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.ParameterCount;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.ArrayDescription;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;

/**
 * Describes the content of a checkpoint, a model archive or a NumPy file, without loading libtorch. Checks structure, sizes
 * and the checksums of the parsed parts, but not those of the tensors, which {@link CheckReport} does.
 */
final class InspectRun {
    private static final byte[] NPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private final Path file;
    private Supplier<String> digest;

    /** Creates the inspection of a file. */
    @SuppressWarnings("NullAway.Init") // execute sets the digest
    InspectRun(Path file) {
        this.file = file;
    }

    /**
     * Inspects the file.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if the file is missing, damaged or of an unsupported format
     */
    Inspection execute() {
        digest = Sha256.begun(file);
        if (TorchScriptArchive.isTorchScript(file)) {
            return archive();
        }
        if (NpyFile.isNpz(file)) {
            return arrays();
        }
        return isNpy() ? array() : checkpoint();
    }

    private ObjectNode facts(String format) {
        try {
            return JsonFile.object()
                    .put("bytes", Files.size(file))
                    .put("sha256", digest.get())
                    .put("format", format);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private Inspection archive() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            ObjectNode facts = facts("TorchScript");
            archive.extra(MetadataFormat.FILE)
                    .ifPresentOrElse(
                            side -> {
                                facts.put("kind", MetadataFormat.kind(file, side));
                                facts.set("metadata", MetadataFormat.fields(file, side));
                            },
                            () -> facts.put("kind", "program without " + MetadataFormat.FILE)
                                    .set("attributes", JsonFile.tree(archive.attributes())));
            archive.refusal().ifPresent(reason -> facts.put("runsWithTrustOnly", reason));
            facts.put("rootClass", archive.rootClass());
            facts.put("entries", archive.entries().size());
            facts.put("parameters", ParameterCount.of(archive.tensors()));
            List<Inspection.Tensor> tensors = new ArrayList<>(Inspection.tensors(archive.tensors()));
            tensors.addAll(Inspection.tensors(archive.constants()));
            return new Inspection(file, facts, tensors);
        }
    }

    private Inspection checkpoint() {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            ObjectNode facts = facts(
                    switch (checkpoint.format()) {
                        case ZIP -> "PyTorch checkpoint (zip)";
                        case LEGACY -> "PyTorch checkpoint (legacy)";
                        case SAFETENSORS -> "safetensors";
                    });
            DetectedArchitecture.describe(checkpoint.stateDict(), facts);
            facts.set("values", JsonFile.tree(checkpoint.metadata()));
            facts.put("parameters", ParameterCount.of(checkpoint.stateDict()));
            return new Inspection(file, facts, Inspection.tensors(checkpoint.allTensors()));
        }
    }

    private Inspection array() {
        ObjectNode facts = facts("NumPy array").put("kind", "array");
        return new Inspection(file, facts, List.of(described("array", NpyFile.describe(file))));
    }

    private Inspection arrays() {
        List<Inspection.Tensor> arrays = new ArrayList<>();
        NpyFile.describeAll(file).forEach((name, array) -> arrays.add(described(name, array)));
        return new Inspection(file, facts("NumPy arrays (.npz)").put("kind", "arrays"), arrays);
    }

    private static Inspection.Tensor described(String name, ArrayDescription array) {
        List<Long> shape = Arrays.stream(array.shape()).boxed().toList();
        return new Inspection.Tensor(name, array.type().label(), shape, array.elementCount());
    }

    private boolean isNpy() {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(NPY.length), NPY);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
