package org.biggantune.archive;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * Converts model archives of this tool to another precision: the same program with most weights of another type. The
 * class embeddings, a generator's linear layers at its input and a classifier's last layer stay float32: they cost
 * little, and rounding them would round the values that tuning reads and changes. The matrices of Winograd's algorithm
 * stay float32 too, because they are used only in that precision.
 */
public final class PrecisionConversion {
    /** The attribute of a program's root object that marks a program computing in the type of its weights. */
    public static final String MARK = "follows_weights";

    /** Includes Winograd's matrices, which are not exact in fewer bits. */
    private static final Pattern GENERATOR_EDGES = Pattern.compile(
            "(.*\\.)?((linear|modulation)_(weight|bias)" + "|((kernel|output)_)?transform|kernel|inner|edges|corners)");

    private PrecisionConversion() {}

    /**
     * Returns the precision of an archive's program.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if the archive is not a model, or damaged
     */
    public static Precision of(TorchScriptArchive archive) {
        return Model.of(archive).precision();
    }

    /**
     * Requires that a program can run in a precision.
     *
     * @throws UnsupportedInputException if it has a fixed other precision, as a reference graph, a third-party
     *     generator or a program of an earlier version
     */
    public static void require(TorchScriptArchive archive, Precision wanted) {
        Model model = Model.of(archive);
        if (wanted == model.precision() || archive.attributes().containsKey(MARK)) {
            return;
        }
        String found = archive.path() + ": --precision " + wanted + ", but this ";
        if (model.generator().map(GeneratorMetadata::external).orElse(false)) {
            throw new UnsupportedInputException(
                    found + "generator is a TorchScript program that was not written by this"
                            + " tool and computes in its own precision; leave the option out");
        }
        if (model.graph() == Graph.REFERENCE) {
            throw new UnsupportedInputException(found + "is the reference graph, which computes like the original in "
                    + model.precision() + "; import the checkpoint with --graph folded");
        }
        throw new UnsupportedInputException(found + "program supports only " + model.precision()
                + " because an earlier version wrote it; import the checkpoint again");
    }

    /**
     * Writes a copy of an archive in a precision.
     *
     * @param target the copy, published atomically; may be the archive's own path
     * @throws UnsupportedInputException as {@link #require}, or if a weight exceeds the type's range
     */
    public static void write(TorchScriptArchive archive, Path target, Precision precision) {
        require(archive, precision);
        Model model = Model.of(archive);
        List<String> names = archive.tensors().all().stream()
                .filter(tensor -> tensor.type().isFloating())
                .map(StoredTensor::name)
                .filter(name -> !model.edges().contains(name))
                .toList();
        ScalarType type = precision == Precision.BF16 ? ScalarType.BFLOAT16 : ScalarType.FLOAT32;
        archive.convertTensors(target, names, type, Map.of(MetadataFormat.FILE, model.metadata(precision)));
    }

    /**
     * The model in an archive, of either kind.
     *
     * @param edges the tensors that stay float32 in every precision
     */
    private record Model(
            Optional<GeneratorMetadata> generator, Optional<ClassifierMetadata> classifier, Set<String> edges) {
        static Model of(TorchScriptArchive archive) {
            byte[] json = archive.extra(MetadataFormat.FILE)
                    .orElseThrow(() -> new UnsupportedInputException(
                            archive.path() + ": no extra/" + MetadataFormat.FILE + " inside; import it first"));
            if (MetadataFormat.kind(archive.path(), json).equals("classifier")) {
                ClassifierMetadata metadata = MetadataFormat.classifier(archive.path(), json);
                return new Model(
                        Optional.empty(),
                        Optional.of(metadata),
                        logits(archive, metadata.labels().size()));
            }
            GeneratorMetadata metadata = MetadataFormat.generator(archive.path(), json);
            Set<String> edges = new HashSet<>(Set.of(metadata.embeddingParameter()));
            archive.tensors().names().stream()
                    .filter(name -> GENERATOR_EDGES.matcher(name).matches())
                    .forEach(edges::add);
            return new Model(Optional.of(metadata), Optional.empty(), edges);
        }

        /** Returns the weights and biases of linear layers with one output per label. */
        private static Set<String> logits(TorchScriptArchive archive, int labels) {
            Set<String> names = new HashSet<>();
            for (StoredTensor tensor : archive.tensors().all()) {
                long[] shape = tensor.shape();
                if (shape.length == 2 && shape[0] == labels) {
                    names.add(tensor.name());
                    names.add(tensor.name().replaceFirst("weight$", "bias"));
                }
            }
            return names;
        }

        Precision precision() {
            return generator
                    .map(GeneratorMetadata::precision)
                    .orElseGet(() -> classifier.orElseThrow().precision());
        }

        Graph graph() {
            return generator
                    .map(GeneratorMetadata::graph)
                    .orElseGet(() -> classifier.orElseThrow().graph());
        }

        byte[] metadata(Precision precision) {
            return generator
                    .map(facts -> MetadataFormat.of(facts.withPrecision(precision)))
                    .orElseGet(() -> MetadataFormat.of(classifier.orElseThrow().withPrecision(precision)));
        }
    }
}
