package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.importer.LabelList;
import org.biggantune.report.JsonFile;

/** Writes tuned class embeddings for other programs: alone, or into a copy of a checkpoint; without libtorch. */
final class ExportRun {
    private static final String TENSOR = "shared.weight";

    private final ExportOptions options;
    private final FileReport report = new FileReport();

    /** What writes a copy of an open file with other elements in one tensor. */
    @FunctionalInterface
    private interface Copy {
        void write(Path target, String tensor, float[] values);
    }

    ExportRun(ExportOptions options) {
        this.options = options;
    }

    /**
     * Exports.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if something that the user can mend is wrong
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
        options.run.ifPresent(folder -> inputs.put("run's matrix", folder.resolve("embeddings.npy")));
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
            metadata.put("class_names", JsonFile.tree(names).toString());
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
        if (TorchScriptArchive.isTorchScript(file)) {
            try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
                requireFormat("TorchScript", ExportFormat.PT, ExportFormat.PT);
                archive.verify();
                Optional<String> parameter = options.parameter.or(() -> archive.extra(MetadataFormat.FILE)
                        .filter(side -> MetadataFormat.kind(file, side).equals("generator"))
                        .map(side -> MetadataFormat.generator(file, side).embeddingParameter()));
                put(archive.tensors(), archive.tensors(), parameter, tuned, out, archive::replaceTensor);
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
                    checkpoint.stateDict(),
                    checkpoint.allTensors(),
                    options.parameter,
                    tuned,
                    out,
                    checkpoint::replaceTensor);
        }
    }

    private void requireFormat(String found, ExportFormat first, ExportFormat... others) {
        boolean agrees = options.to.isEmpty()
                || options.to.get() == first
                || List.of(others).contains(options.to.get());
        if (!agrees) {
            throw new InvalidOptionException("--to " + options.to.get().label() + ": " + options.into.orElseThrow()
                    + " is " + found + " and stays that; leave --to out");
        }
        report.add("format", found);
    }

    private void put(
            StateDict network, StateDict all, Optional<String> parameter, TunedMatrix tuned, Path out, Copy copy) {
        EmbeddingMatrix matrix = tuned.matrix();
        EmbeddingTensor embedding = EmbeddingTensor.find(network, all, parameter, matrix.rows(), matrix.columns());
        ScalarType type = embedding.tensor().type();
        List<Integer> changed = changed(embedding.matrix(), matrix, type);
        requireTuned(changed, tuned);
        report.add(
                "tensor",
                embedding.tensor().name() + ", " + embedding.tensor().describe()
                        + (embedding.transposed() ? ", a column a class" : ""));
        if (type != ScalarType.FLOAT32) {
            report.add(
                    "converted",
                    "float32 → " + type.label() + (type == ScalarType.FLOAT64 ? ", exact" : ", rounded to nearest"));
        }
        report.add("changed rows", changed.size() + " of " + matrix.rows() + list(changed, tuned), changed);
        copy.write(out, embedding.tensor().name(), embedding.arranged(matrix));
    }

    /** The rows of which a number, rounded to the tensor's type, is not the one that stands there. */
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

    /** A run tunes some rows; if others differ as well, the file is of another generator. */
    private void requireTuned(List<Integer> changed, TunedMatrix tuned) {
        if (tuned.tuned().isEmpty()) {
            return;
        }
        List<Integer> strange = changed.stream()
                .filter(row -> !tuned.tuned().get().containsKey(row))
                .toList();
        if (!strange.isEmpty()) {
            throw new SettingsConflictException("--into " + options.into.orElseThrow() + ": its row "
                    + tuned.label(strange.get(0)) + " and " + (strange.size() - 1)
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
