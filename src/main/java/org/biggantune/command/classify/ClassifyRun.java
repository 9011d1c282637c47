package org.biggantune.command.classify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.biggantune.archive.ArrayInput;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.cli.OutputFile;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.command.models.ModelPrecisions;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.image.ImageFolder;
import org.biggantune.model.Classifier;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;
import org.biggantune.workers.StopSignal;

/** Labels images with a classifier. */
final class ClassifyRun {
    /** Images in memory at a time. */
    private static final int CHUNK = 32;

    private final ClassifyOptions options;
    private final Progress progress;

    /** Creates a run that shows its progress. */
    ClassifyRun(ClassifyOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Classifies the images or the array.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException for an error that the user can fix
     */
    ClassifySummary execute() {
        Path file = new ModelCatalog(options.home).find("--classifier", options.classifier);
        ModelFile.ClassifierFile model =
                ModelFile.classifier(file, options.compute.precision(), options.compute.device());
        ClassifierMetadata metadata = model.metadata();
        Optional<ArrayInput> array = options.input.map(ClassifyRun::readArray);
        List<Path> files = array.isPresent() ? List.of() : ImageFolder.list(options.images());
        List<OptionalInt> truth = truth(files, metadata);
        options.raw.ifPresent(raw -> requireOutput(raw, file, files));
        float[] logits = array.isPresent() ? ofArray(model, array.get()) : ofFiles(model, files);
        int labels = metadata.labels().size();
        int count = logits.length / labels;
        options.raw.ifPresent(raw -> NpyFile.write(raw, NpyArray.ofFloats(new long[] {count, labels}, logits)));
        List<ClassifySummary.Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = array.isPresent() ? Integer.toString(i) : files.get(i).toString();
            OptionalInt label = array.isPresent() ? OptionalInt.empty() : truth.get(i);
            images.add(image(name, logits, i * labels, metadata, label));
        }
        return new ClassifySummary(images);
    }

    private void requireOutput(Path raw, Path classifier, List<Path> images) {
        Map<String, Path> inputs = new LinkedHashMap<>(Map.of("classifier", classifier));
        options.input.ifPresent(input -> inputs.put("array of inputs", input));
        options.labels.ifPresent(labels -> inputs.put("table of labels", labels));
        OutputFile.requireNoInput("--raw", raw, inputs);
        images.forEach(image -> OutputFile.requireNoInput("--raw", raw, Map.of("image", image)));
    }

    private static ArrayInput readArray(Path file) {
        ArrayInput array = ArrayInput.read("--input", file, 3, -1, -1);
        if (array.shape()[1] != array.shape()[2]) {
            throw new UnsupportedInputException("--input " + file + ": images of " + array.shape()[1] + " × "
                    + array.shape()[2] + ", expected square ones");
        }
        return array;
    }

    private List<OptionalInt> truth(List<Path> files, ClassifierMetadata metadata) {
        Optional<TrueLabels> labels = options.labels.map(TrueLabels::read);
        return files.stream()
                .map(file -> labels.isPresent()
                        ? OptionalInt.of(labels.get().indexOf(file, metadata, options.classifier))
                        : OptionalInt.empty())
                .toList();
    }

    private float[] ofArray(ModelFile.ClassifierFile model, ArrayInput array) {
        try (StopSignal stop = StopSignal.ofCommand(progress);
                TorchRuntime runtime = TorchRuntime.open(options.compute.device(), options.compute.threads(), stop);
                Classifier classifier = Classifier.open(model, runtime)) {
            ModelPrecisions.of(Map.of("classifier", model.file())).advise(runtime, progress);
            return classifier.logits(runtime, array.values(), array.rows(), array.shape()[1]);
        }
    }

    private float[] ofFiles(ModelFile.ClassifierFile model, List<Path> files) {
        ClassifierMetadata metadata = model.metadata();
        int labels = metadata.labels().size();
        int size = metadata.inputSize();
        int perImage = 3 * size * size;
        if ((long) files.size() * labels > Integer.MAX_VALUE - 8) {
            throw new InvalidOptionException(files.size() + " images at once are too many; classify them in parts");
        }
        float[] logits = new float[files.size() * labels];
        try (StopSignal stop = StopSignal.ofCommand(progress);
                TorchRuntime runtime = TorchRuntime.open(options.compute.device(), options.compute.threads(), stop);
                Classifier classifier = Classifier.open(model, runtime)) {
            ModelPrecisions.of(Map.of("classifier", model.file())).advise(runtime, progress);
            progress.begin("classifying", files.size());
            for (int from = 0; from < files.size(); from += CHUNK) {
                int count = Math.min(CHUNK, files.size() - from);
                float[] input = new float[count * perImage];
                for (int i = 0; i < count; i++) {
                    System.arraycopy(
                            ClassifierPicture.read(files.get(from + i), metadata), 0, input, i * perImage, perImage);
                }
                float[] found = classifier.logits(runtime, input, count, size);
                System.arraycopy(found, 0, logits, from * labels, found.length);
                progress.advance(from + count, String.valueOf(files.get(from).getFileName()));
            }
        } finally {
            progress.end();
        }
        return logits;
    }

    private ClassifySummary.Image image(
            String name, float[] logits, int at, ClassifierMetadata metadata, OptionalInt truth) {
        int labels = metadata.labels().size();
        double greatest = IntStream.range(0, labels)
                .mapToDouble(l -> logits[at + l])
                .max()
                .orElseThrow();
        double sum = IntStream.range(0, labels)
                .mapToDouble(l -> Math.exp(logits[at + l] - greatest))
                .sum();
        List<Integer> order = IntStream.range(0, labels)
                .boxed()
                .sorted(Comparator.comparing((Integer l) -> -logits[at + l]))
                .toList();
        List<ClassifySummary.Guess> guesses = order.stream()
                .limit(options.top)
                .map(l -> new ClassifySummary.Guess(
                        l, metadata.labels().get(l), Math.exp(logits[at + l] - greatest) / sum))
                .toList();
        return new ClassifySummary.Image(
                name, guesses, truth.isPresent() ? OptionalInt.of(order.indexOf(truth.getAsInt())) : truth);
    }
}
