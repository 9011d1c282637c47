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
import org.biggantune.importer.random.BigGanSize;
import org.biggantune.importer.random.RandomBigGan;
import org.biggantune.importer.random.RandomClassifier;
import org.biggantune.io.TemporaryFolder;

/**
 * The programs of one size to be measured, imported from random weights into a folder that is deleted when this is
 * closed.
 */
final class BenchModels implements AutoCloseable {
    private static final long SEED = 0;
    private static final int LABELS = 1000;
    private static final SourceFile SOURCE = new SourceFile("random weights", "-");

    private final BenchRequest request;
    private final BigGanSize size;
    private final TemporaryFolder folder;
    private final Map<Graph, Files> files = new EnumMap<>(Graph.class);
    private long weights;

    /**
     * A variant's programs.
     *
     * @param generator the generator's archive
     * @param classifier the classifier's archive
     */
    record Files(Path generator, Path classifier) {}

    private BenchModels(BenchRequest request, BigGanSize size, TemporaryFolder folder) {
        this.request = request;
        this.size = size;
        this.folder = folder;
    }

    /** Makes and imports what a request's graphs need at one size. */
    static BenchModels create(BenchRequest request, BigGanSize size, Progress progress) {
        Optional<StateDict> network = RandomClassifier.tensors(request.classifier(), LABELS, SEED);
        Optional<Path> given = network.isPresent()
                ? Optional.empty()
                : Optional.of(new ModelCatalog(request.home()).find("--classifier", request.classifier()));
        BenchModels models = new BenchModels(request, size, TemporaryFolder.create("biggan-tune-bench"));
        try {
            for (Graph graph : request.graphs()) {
                progress.say("Importing the " + graph + " graph of a BigGAN " + size.pixels() + " of random weights …");
                Path generator = models.importGenerator(graph);
                Path classifier = given.orElseGet(() -> models.importClassifier(network.orElseThrow(), graph));
                models.files.put(graph, new Files(generator, classifier));
            }
            return models;
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /** The programs of a variant, in float32. */
    Files of(BenchVariant variant) {
        return files.get(variant.graph());
    }

    /** Where a variant's trace is to be written; in the models' folder where nobody wants to keep it. */
    Path trace(BenchVariant variant) {
        return request.traces()
                .map(file -> variant.fileBeside(file, size.pixels()))
                .orElseGet(() -> folder.path().resolve("trace.json"));
    }

    /** A file for what a variant's own process has measured. */
    Path report() {
        return folder.path().resolve("report.json");
    }

    /** The count of the generator's weights, stored statistics left out. */
    long weights() {
        return weights;
    }

    @Override
    public void close() {
        folder.close();
    }

    private Path importGenerator(Graph graph) {
        BigGanArchitecture architecture = size.architecture(request.channels(size), request.classes());
        StateDict tensors = RandomBigGan.tensors(architecture, SEED);
        weights = tensors.names().stream()
                .filter(name -> !name.contains(".stored_") && !name.endsWith("0"))
                .mapToLong(name -> tensors.get(name).elementCount())
                .sum();
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
