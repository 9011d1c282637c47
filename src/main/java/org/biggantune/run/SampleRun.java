package org.biggantune.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.NpyArray;
import org.biggantune.archive.NpyFile;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.image.PlanarImages;
import org.biggantune.model.Generator;
import org.biggantune.model.ImageSampler;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;

/** Draws images of classes, as pictures or as numbers. */
public final class SampleRun {
    private final SampleRequest request;
    private final Progress progress;

    /** A run that tells a listener how far it is. */
    public SampleRun(SampleRequest request, Progress progress) {
        this.request = request;
        this.progress = progress;
    }

    /**
     * Draws.
     *
     * @return what was written, one line a file
     * @throws org.biggantune.domain.BigganTuneException if something that the user can mend is wrong
     */
    public List<String> execute() {
        Path file = new ModelCatalog(request.home()).find("--generator", request.generator());
        ModelFile.GeneratorFile content = ModelFile.generator(file);
        ModelPrecisions precisions = ModelPrecisions.of(request.precision(), Map.of("generator", file));
        SamplePlan plan = SamplePlan.of(request, content);
        if (request.noiseLayer().equals("auto")) {
            SamplePlan.layerFile(request).ifPresent(layer -> progress.say("Latents pass " + layer + "."));
        }
        Optional<SamplePictures> pictures = pictures(plan);
        List<float[]> drawn = draw(file, precisions, plan);
        int resolution = content.metadata().resolution();
        List<String> lines = new ArrayList<>();
        request.raw().ifPresent(raw -> {
            NpyArray array = plan.array(drawn, resolution);
            NpyFile.write(raw, array);
            lines.add(raw + ": " + array);
        });
        pictures.ifPresent(files -> lines.addAll(files.write(plan, planes(plan, drawn, content.metadata()))));
        return lines;
    }

    /** Pictures are left out where only numbers are asked for. */
    private Optional<SamplePictures> pictures(SamplePlan plan) {
        if (request.out().isEmpty() && request.raw().isPresent()) {
            return Optional.empty();
        }
        String name = plan.name().replaceFirst("^\\d{4,}-(?=.)", "");
        Path target = request.out().orElseGet(() -> Path.of("samples", name + ".png"));
        return Optional.of(new SamplePictures(target, request.grid()));
    }

    private List<float[]> draw(Path file, ModelPrecisions precisions, SamplePlan plan) {
        List<float[]> drawn = new ArrayList<>();
        try (TorchRuntime runtime = TorchRuntime.open(request.device(), request.threads());
                Generator generator = Generator.open(file, request.precision(), runtime)) {
            precisions.advise(runtime, progress);
            ImageSampler sampler = new ImageSampler(runtime, generator);
            progress.begin("sampling", plan.rows().size());
            for (SamplePlan.Row row : plan.rows()) {
                drawn.add(sampler.images(plan.latents(), row.embeddings()));
                progress.advance(drawn.size(), row.title());
            }
        } finally {
            progress.end();
        }
        return drawn;
    }

    private static List<PlanarImages> planes(SamplePlan plan, List<float[]> drawn, GeneratorMetadata metadata) {
        int size = metadata.resolution();
        return drawn.stream()
                .map(images -> new PlanarImages(plan.images().size(), 3, size, size, images))
                .toList();
    }
}
