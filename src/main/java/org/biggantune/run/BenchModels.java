package org.biggantune.run;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.ClassifierImportOptions;
import org.biggantune.importer.ClassifierImporter;
import org.biggantune.importer.GeneratorImporter;
import org.biggantune.importer.biggan.BigGanArchitecture;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.importer.random.RandomBigGan;
import org.biggantune.importer.random.RandomClassifier;
import org.biggantune.io.TemporaryFolder;

/** The programs to be measured, imported from random weights into a folder that is deleted when this is closed. */
final class BenchModels implements AutoCloseable {
    private static final long SEED = 0;
    private static final int LABELS = 1000;
    private static final SourceFile SOURCE = new SourceFile("random weights", "-");

    private final TemporaryFolder folder;
    private final Map<Graph, Path> generators = new EnumMap<>(Graph.class);
    private final Map<Graph, Path> classifiers = new EnumMap<>(Graph.class);
    private long weights;

    private BenchModels(TemporaryFolder folder) {
        this.folder = folder;
    }

    /** Makes and imports the models of a request. */
    static BenchModels create(BenchRequest request, Progress progress) {
        Optional<StateDict> network = RandomClassifier.tensors(request.classifier(), LABELS, SEED);
        Optional<Path> given = network.isPresent()
                ? Optional.empty()
                : Optional.of(new ModelCatalog(request.home()).find("--classifier", request.classifier()));
        BenchModels models = new BenchModels(TemporaryFolder.create("biggan-tune-bench"));
        try {
            for (Graph graph : request.graphs()) {
                progress.say("Importing the " + graph.label() + " graph of a BigGAN " + request.pixels()
                        + " of random weights …");
                models.importGenerator(request, graph);
                models.classifiers.put(graph, given.orElseGet(() -> models.importClassifier(network, graph)));
            }
            return models;
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    Path generator(Graph graph) {
        return generators.get(graph);
    }

    Path classifier(Graph graph) {
        return classifiers.get(graph);
    }

    /** Where a variant's trace is to be written; in the models' folder where nobody wants to keep it. */
    Path trace(BenchRequest request, BenchVariant variant) {
        return request.traces()
                .map(variant::fileBeside)
                .orElseGet(() -> folder.path().resolve("trace.json"));
    }

    /** The count of the generator's weights, stored statistics left out. */
    long weights() {
        return weights;
    }

    @Override
    public void close() {
        folder.close();
    }

    private void importGenerator(BenchRequest request, Graph graph) {
        BigGanArchitecture architecture = request.size().architecture(request.channels(), request.classes());
        StateDict tensors = RandomBigGan.tensors(architecture, SEED);
        weights = tensors.names().stream()
                .filter(name -> !name.contains(".stored_") && !name.endsWith("0"))
                .mapToLong(name -> tensors.get(name).elementCount())
                .sum();
        Path file = folder.path().resolve("generator-" + graph.label() + ".pt");
        GeneratorImporter.read(tensors, SOURCE, graph, Epsilons.DEFAULT, List.of())
                .write(file);
        generators.put(graph, file);
    }

    private Path importClassifier(Optional<StateDict> network, Graph graph) {
        StateDict tensors = network.orElseThrow();
        Path file = folder.path().resolve("classifier-" + graph.label() + ".pt");
        ClassifierImporter.read(tensors, tensors, SOURCE, ClassifierImportOptions.of(graph))
                .write(file);
        return file;
    }
}
