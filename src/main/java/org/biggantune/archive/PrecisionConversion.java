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
 * Model archives of this tool in another precision: the same program, most of its weights of another type. Float32 in
 * every precision stay the class embeddings, the linear layers of a generator, which its inputs meet, and a classifier's
 * last one, which gives the logits: they cost little, and rounding them would round what tuning reads and moves. The
 * matrices of Winograd's form stay too, which serves float32 alone.
 */
public final class PrecisionConversion {
    /** The attribute of a program's root object which says that the program computes in the type of its weights. */
    public static final String MARK = "follows_weights";

    /** The matrices of Winograd's form among them, which serve float32 alone and are not exact in fewer bits. */
    private static final Pattern GENERATOR_EDGES = Pattern.compile(
            "(.*\\.)?((linear|modulation)_(weight|bias)" + "|((kernel|output)_)?transform|kernel|inner|edges|corners)");

    private PrecisionConversion() {}

    /**
     * The precision of an archive's program.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if the archive is no model, or damaged
     */
    public static Precision of(TorchScriptArchive archive) {
        return Model.of(archive).precision();
    }

    /**
     * Refuses a program that has only the precision that it was written in, and another one is wanted.
     *
     * @throws UnsupportedInputException if it is the reference graph, a third-party generator, or written by an
     *     earlier version
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
            throw new UnsupportedInputException(
                    found + "is the reference graph, which computes as the original does, in " + model.precision()
                            + "; import the checkpoint with --graph folded");
        }
        throw new UnsupportedInputException(found + "program knows " + model.precision()
                + " only, since an earlier version wrote it; import the checkpoint again");
    }

    /**
     * Writes a copy of an archive in a precision.
     *
     * @param target the copy, published atomically; may be the archive's own path
     * @throws UnsupportedInputException as {@link #require} throws it, or if a weight lies beyond the type's range
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
     * An archive's model, of either kind.
     *
     * @param edges the tensors that are float32 in every precision
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

        /** The weights of linear layers that give a number a label, and their biases. */
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
