package org.biggantune.command.bench;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.biggantune.archive.ParameterCount;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.Progress;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.ClassifierImportOptions;
import org.biggantune.importer.ClassifierImporter;
import org.biggantune.importer.GeneratorImporter;
import org.biggantune.importer.biggan.BigGanArchitecture;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.importer.random.BigGanSize;
import org.biggantune.importer.random.RandomBigGan;
import org.biggantune.importer.random.RandomClassifier;
import org.biggantune.io.TemporaryFolder;
import org.biggantune.model.ModelFile;

/**
 * The programs of a generator and a classifier to measure, either given or imported from random weights into a folder that
 * is deleted on close.
 */
final class BenchModels implements AutoCloseable {
    private static final long SEED = 0;
    private static final int LABELS = 1000;
    private static final SourceFile SOURCE = new SourceFile("random weights", "-");

    private final BenchOptions options;
    private final String name;
    private final int pixels;
    private final OptionalInt channels;
    private final List<BenchVariant> variants;
    private final TemporaryFolder folder = TemporaryFolder.create("biggan-tune-bench");
    private final Map<Graph, Files> files = new EnumMap<>(Graph.class);
    private long weights;

    /**
     * A variant's programs.
     *
     * @param generator the generator's archive
     * @param classifier the classifier's archive
     */
    record Files(Path generator, Path classifier) {}

    private BenchModels(
            BenchOptions options, String name, int pixels, OptionalInt channels, List<BenchVariant> variants) {
        this.options = options;
        this.name = name;
        this.pixels = pixels;
        this.channels = channels;
        this.variants = List.copyOf(variants);
    }

    /** Creates and imports random networks of one size for the requested graphs. */
    static BenchModels random(BenchOptions options, BigGanSize size, Progress progress) {
        String name = "BigGAN " + size.pixels();
        int channels = options.channels(size);
        List<BenchVariant> variants = BenchVariant.of(options.graphs, options.precisions(Precision.FP32));
        BenchModels models = new BenchModels(options, name, size.pixels(), OptionalInt.of(channels), variants);
        return models.filled(options.graphs, graph -> {
            progress.say("Importing the " + graph + " graph of a " + name + " with random weights …");
            return models.importGenerator(graph, size.architecture(channels, options.classes));
        });
    }

    /**
     * Returns a given generator, with a classifier of the same kind of graph.
     *
     * @param file the generator's archive
     */
    static BenchModels given(BenchOptions options, Path file) {
        GeneratorMetadata metadata = ModelFile.generator(file).metadata();
        String name = String.valueOf(file.getFileName());
        List<BenchVariant> variants = options.precisions(metadata.precision()).stream()
                .map(precision -> BenchVariant.tuned(metadata.graph(), precision))
                .toList();
        BenchModels models = new BenchModels(options, name, metadata.resolution(), OptionalInt.empty(), variants);
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            models.weights = ParameterCount.of(archive.tensors());
        }
        return models.filled(List.of(metadata.graph()), graph -> file);
    }

    private BenchModels filled(List<Graph> graphs, Function<Graph, Path> generator) {
        boolean filled = false;
        try {
            Optional<StateDict> network = RandomClassifier.tensors(options.classifier, LABELS, SEED);
            Optional<Path> given = network.isPresent()
                    ? Optional.empty()
                    : Optional.of(new ModelCatalog(options.home).find("--classifier", options.classifier));
            for (Graph graph : graphs) {
                Path file = generator.apply(graph);
                Path classifier = given.orElseGet(() -> importClassifier(network.orElseThrow(), graph));
                files.put(graph, new Files(file, classifier));
            }
            filled = true;
            return this;
        } finally {
            if (!filled) {
                close();
            }
        }
    }

    /** Returns the variants to measure, slowest first. */
    List<BenchVariant> variants() {
        return variants;
    }

    /** Returns the programs of a variant. */
    Files of(BenchVariant variant) {
        return Objects.requireNonNull(files.get(variant.graph()));
    }

    /** Returns the file for a variant's trace, which is temporary without {@code --profile-out}. */
    Path trace(BenchVariant variant) {
        return options.profileOut
                .map(file -> variant.fileBeside(file, pixels))
                .orElseGet(() -> folder.path().resolve("trace.json"));
    }

    /** Returns the file for the result of a variant's process. */
    Path report() {
        return folder.path().resolve("report.json");
    }

    /** Combines the results for these models. */
    BenchGroup group(List<BenchResult> results) {
        return new BenchGroup(name, pixels, channels, weights, results);
    }

    @Override
    public void close() {
        folder.close();
    }

    private Path importGenerator(Graph graph, BigGanArchitecture architecture) {
        StateDict tensors = RandomBigGan.tensors(architecture, SEED);
        weights = ParameterCount.of(tensors);
        Path file = folder.path().resolve("generator-" + graph + ".pt");
        GeneratorImporter.read(tensors, SOURCE, graph, Epsilons.DEFAULT, List.of())
                .write(file);
        return file;
    }

    private Path importClassifier(StateDict tensors, Graph graph) {
        Path file = folder.path().resolve("classifier-" + graph + ".pt");
        ClassifierImporter.read(tensors, tensors, SOURCE, ClassifierImportOptions.of(graph))
                .write(file);
        return file;
    }
}
