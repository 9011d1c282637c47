package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.ArrayFile;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.CheckpointFile;
import org.biggantune.archive.EmbeddingTensor;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.SafetensorsFile;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.cli.OutputFile;
import org.biggantune.cli.ToolInfo;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.LabelList;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.RowBase;
import org.biggantune.runfolder.RunDirectory;

/** Writes tuned class embeddings, alone or into a copy of a checkpoint, without loading libtorch. */
final class ExportRun {
    private static final String TENSOR = "shared.weight";
    private static final String CLASS_NAMES = "class_names";

    private final ExportOptions options;
    private final FileReport report = new FileReport();

    /** Writes a copy of an open file with one tensor replaced. */
    @FunctionalInterface
    private interface Copy {
        void write(Path target, String tensor, float[] values);
    }

    /**
     * An open file that contains an embedding matrix.
     *
     * @param network the network's tensors, without prefixes
     * @param all all tensors of the file
     * @param parameter the matrix's name, if known
     * @param names the names of the classes; empty if unknown
     * @param copy writes a copy of the file
     */
    private record Holder(
            StateDict network, StateDict all, Optional<String> parameter, List<String> names, Copy copy) {}

    ExportRun(ExportOptions options) {
        this.options = options;
    }

    /**
     * Exports the embeddings.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException for an error that the user can fix
     */
    FileReport execute() {
        Path out = options.out();
        OutputFile.check("--out", out, inputs(), options.overwrite.force());
        TunedMatrix tuned = options.run
                .map(folder -> TunedMatrix.ofRun(folder, options.home))
                .orElseGet(() -> TunedMatrix.ofFile(options.embedding.orElseThrow()));
        report.add("embeddings", tuned.matrix().rows() + " × " + tuned.matrix().columns());
        if (options.into.isPresent()) {
            into(options.into.get(), tuned, out);
        } else {
            alone(tuned, out);
        }
        report.addFile(out);
        return report;
    }

    private Map<String, Path> inputs() {
        Map<String, Path> inputs = new LinkedHashMap<>();
        options.into.ifPresent(file -> inputs.put("checkpoint", file));
        options.embedding.ifPresent(file -> inputs.put("file of embeddings", file));
        options.run.ifPresent(folder -> inputs.put("run's matrix", folder.resolve(RunDirectory.MATRIX)));
        return inputs;
    }

    private void alone(TunedMatrix tuned, Path out) {
        EmbeddingMatrix matrix = tuned.matrix();
        long[] shape = {matrix.rows(), matrix.columns()};
        switch (options.to.orElseThrow()) {
            case NPY -> {
                NpyFile.write(out, NpyArray.ofFloats(shape, matrix.values()));
                report.add("format", "NumPy array, float32");
            }
            case SAFETENSORS -> safetensors(tuned, NpyArray.ofFloats(shape, matrix.values()), out);
            case PT, PTH, BIN -> {
                CheckpointFile.write(out, TENSOR, matrix.values(), shape);
                report.add("format", "PyTorch checkpoint (zip), float32 '" + TENSOR + "'");
            }
        }
    }

    private void safetensors(TunedMatrix tuned, NpyArray array, Path out) {
        Map<String, String> metadata = new LinkedHashMap<>(tuned.provenance());
        metadata.put("format", "pt");
        metadata.put("tool", "biggan-tune " + ToolInfo.ofProcess().version());
        List<String> names = names(tuned);
        if (!names.isEmpty()) {
            metadata.put(CLASS_NAMES, JsonFile.tree(names).toString());
        }
        tuned.tuned()
                .ifPresent(rows -> metadata.put(
                        "tuned_classes", JsonFile.tree(rows.keySet()).toString()));
        SafetensorsFile.write(out, Map.of(TENSOR, array), metadata);
        report.add("format", "safetensors, float32 '" + TENSOR + "'");
        report.add(
                "class names",
                names.isEmpty() ? "not known; give them with --class-names" : GeneratorImportRun.ends(names));
    }

    private List<String> names(TunedMatrix tuned) {
        if (options.classNames.isEmpty()) {
            return tuned.names();
        }
        List<String> names = LabelList.parse("--class-names", options.classNames.get());
        if (names.size() != tuned.matrix().rows()) {
            throw new SettingsConflictException("--class-names: " + names.size() + " names given, but there are "
                    + tuned.matrix().rows() + " embeddings");
        }
        return names;
    }

    private void into(Path file, TunedMatrix tuned, Path out) {
        if (options.single() && NpyFile.isNpy(file)) {
            intoArray(file, tuned, out);
            return;
        }
        if (TorchScriptArchive.isTorchScript(file)) {
            try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
                requireFormat("TorchScript", ExportFormat.PT, ExportFormat.PT);
                archive.verify();
                Optional<GeneratorMetadata> generator = archive.extra(MetadataFormat.FILE)
                        .filter(side -> MetadataFormat.kind(file, side).equals("generator"))
                        .map(side -> MetadataFormat.generator(file, side));
                generator.ifPresent(metadata -> requireSameGenerator(file, metadata));
                put(
                        new Holder(
                                archive.tensors(),
                                archive.tensors(),
                                options.parameter.or(() -> generator.map(GeneratorMetadata::embeddingParameter)),
                                generator.map(GeneratorMetadata::classNames).orElse(List.of()),
                                archive::replaceTensor),
                        tuned,
                        out);
            }
            return;
        }
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            switch (checkpoint.format()) {
                case SAFETENSORS -> requireFormat("safetensors", ExportFormat.SAFETENSORS, ExportFormat.SAFETENSORS);
                case ZIP ->
                    requireFormat("PyTorch checkpoint (zip)", ExportFormat.PTH, ExportFormat.BIN, ExportFormat.PT);
                case LEGACY ->
                    requireFormat("PyTorch checkpoint (legacy)", ExportFormat.PTH, ExportFormat.BIN, ExportFormat.PT);
            }
            put(
                    new Holder(
                            checkpoint.stateDict(),
                            checkpoint.allTensors(),
                            options.parameter,
                            names(checkpoint.metadata()),
                            checkpoint::replaceTensor),
                    tuned,
                    out);
        }
    }

    /** Refuses embeddings recorded as tuned on another generator. */
    private void requireSameGenerator(Path into, GeneratorMetadata generator) {
        if (!options.overwrite.force()) {
            options.embedding.ifPresent(file -> RowBase.require("--embedding", file, "--into", into, generator));
        }
    }

    /** Returns the class names in the metadata of a safetensors file, as {@code export} writes them. */
    private static List<String> names(Map<String, Object> metadata) {
        return JsonFile.textsOf(String.valueOf(metadata.getOrDefault(CLASS_NAMES, "")));
    }

    private void intoArray(Path file, TunedMatrix tuned, Path out) {
        requireFormat("NumPy array", ExportFormat.NPY);
        int size = tuned.matrix().columns();
        NpyArray array = ArrayFile.read(file, found -> {
            long[] shape = found.shape();
            if (shape.length != 2 || shape[1] != size || !found.type().isFloating()) {
                throw new UnsupportedInputException("--into " + file + ": the array is " + found
                        + ", expected [classes, " + size + "] of floating-point numbers, as long as the embedding");
            }
        });
        EmbeddingMatrix before = new EmbeddingMatrix(Math.toIntExact(array.shape()[0]), size, array.floats());
        TunedMatrix placed = placed(tuned, before, List.of());
        reportChanges(before, placed, array.type());
        NpyFile.write(out, array.replaced(placed.matrix().values()));
    }

    private TunedMatrix placed(TunedMatrix tuned, EmbeddingMatrix matrix, List<String> names) {
        return new PlacedEmbeddings(options.embedding.orElseThrow(), tuned, options.classes.expressions())
                .in(matrix, options.into.orElseThrow(), names);
    }

    private void requireFormat(String found, ExportFormat first, ExportFormat... others) {
        boolean agrees = options.to.isEmpty()
                || options.to.get() == first
                || List.of(others).contains(options.to.get());
        if (!agrees) {
            throw new InvalidOptionException("--to " + options.to.get().label() + ": " + options.into.orElseThrow()
                    + " is " + found + " and keeps its format; leave --to out");
        }
        report.add("format", found);
    }

    private void put(Holder holder, TunedMatrix given, Path out) {
        EmbeddingMatrix matrix = given.matrix();
        EmbeddingTensor embedding = EmbeddingTensor.find(
                holder.network(),
                holder.all(),
                holder.parameter(),
                options.single() ? EmbeddingTensor.ANY : matrix.rows(),
                matrix.columns());
        EmbeddingMatrix before = embedding.matrix();
        TunedMatrix tuned = options.single() ? placed(given, before, holder.names()) : given;
        report.add(
                "tensor",
                embedding.tensor().name() + ", " + embedding.tensor().describe()
                        + (embedding.transposed() ? ", one column per class" : ""));
        reportChanges(before, tuned, embedding.tensor().type());
        holder.copy().write(out, embedding.tensor().name(), embedding.arranged(tuned.matrix()));
    }

    private void reportChanges(EmbeddingMatrix before, TunedMatrix tuned, ScalarType type) {
        List<Integer> changed = changed(before, tuned.matrix(), type);
        requireTuned(changed, tuned);
        if (type != ScalarType.FLOAT32) {
            report.add(
                    "converted",
                    "float32 → " + type.label() + (type == ScalarType.FLOAT64 ? ", exact" : ", rounded to nearest"));
        }
        report.add("changed rows", changed.size() + " of " + before.rows() + list(changed, tuned), changed);
    }

    /** Returns the rows that change, after rounding to the tensor's type. */
    private static List<Integer> changed(EmbeddingMatrix before, EmbeddingMatrix after, ScalarType type) {
        List<Integer> changed = new ArrayList<>();
        for (int row = 0; row < after.rows(); row++) {
            float[] old = before.row(row);
            float[] now = after.row(row);
            boolean same = true;
            for (int i = 0; i < now.length && same; i++) {
                same = Float.compare(type.rounded(now[i]), old[i]) == 0;
            }
            if (!same) {
                changed.add(row);
            }
        }
        return changed;
    }

    /** Refuses a file with other differences than the run's tuned rows, since it belongs to another generator. */
    private void requireTuned(List<Integer> changed, TunedMatrix tuned) {
        if (tuned.tuned().isEmpty()) {
            return;
        }
        List<Integer> untuned = changed.stream()
                .filter(row -> !tuned.tuned().get().containsKey(row))
                .toList();
        if (!untuned.isEmpty()) {
            throw new SettingsConflictException("--into " + options.into.orElseThrow() + ": its row "
                    + tuned.label(untuned.get(0)) + " and " + (untuned.size() - 1)
                    + " others differ from the generator's, although the run did not tune them; give the checkpoint that"
                    + " the run's generator was imported from");
        }
    }

    private static String list(List<Integer> rows, TunedMatrix tuned) {
        if (rows.isEmpty()) {
            return "";
        }
        String some = String.join(", ", rows.stream().limit(8).map(tuned::label).toList());
        return ": " + some + (rows.size() > 8 ? ", …" : "");
    }
}
