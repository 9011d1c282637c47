package org.biggantune.command.scan;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.image.ContactSheet;
import org.biggantune.image.PlanarImages;
import org.biggantune.image.PngEncoder;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.OpenResources;
import org.biggantune.metric.ClassSurveyor;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.ImageSampler;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;

/** The loaded generator and classifier of a scan. The caller closes it. */
final class ScanModels implements AutoCloseable {
    private final ScanOptions options;
    private final OpenResources open = new OpenResources();
    private final TorchRuntime runtime;
    private final Generator generator;
    private final ImageClassifier classifier;

    /** Loads libtorch and the models. */
    ScanModels(ScanOptions options, ModelFile.GeneratorFile content, ModelFile.ClassifierFile judging, StopCheck stop) {
        this.options = options;
        boolean loaded = false;
        try {
            runtime = open.own(TorchRuntime.open(options.compute.device(), options.compute.threads(), stop));
            generator = open.own(Generator.open(content, runtime));
            Classifier network = open.own(Classifier.open(judging, runtime));
            classifier = open.own(
                    new ImageClassifier(runtime, network, generator.metadata().resolution(), options.preprocessing));
            loaded = true;
        } finally {
            if (!loaded) {
                close();
            }
        }
    }

    TorchRuntime runtime() {
        return runtime;
    }

    /** Creates a surveyor that borrows the models. */
    ClassSurveyor surveyor() {
        return new ClassSurveyor(new BatchLoop(runtime), generator, classifier);
    }

    /** Draws the worst classes into a folder, {@code 01-0005-shirt.png} and so on, from the latents of the scan. */
    void draw(List<RankedClass> ranked, ModelFile.GeneratorFile content, Path folder) {
        ImageSampler sampler = new ImageSampler(new BatchLoop(runtime), generator);
        int size = generator.metadata().resolution();
        int perImage = 3 * size * size;
        float[] latents = generator
                .metadata()
                .latents(new RandomKey(options.seed, StreamPurpose.COLLAPSE, 0, 0, 0), options.grid);
        for (int place = 0; place < Math.min(options.sheets, ranked.size()); place++) {
            ClassLabel label = ranked.get(place).finding().label();
            ContactSheet.Drawing drawing =
                    ContactSheet.forImages(options.grid, size).begin(options.grid, size, size);
            sampler.each(
                    latents,
                    content.embeddings().row(label.index()),
                    batch -> drawing.add(new PlanarImages(batch.length / perImage, 3, size, size, batch)));
            BufferedImage picture = drawing.picture();
            String name = String.format(Locale.ROOT, "%02d-%s.png", place + 1, label.directoryName());
            AtomicFile.writeBytes(
                    folder.resolve(name),
                    PngEncoder.encode(picture, Map.of("Title", label.toString(), "Software", "biggan-tune")));
        }
    }

    @Override
    public void close() {
        open.close();
    }
}
