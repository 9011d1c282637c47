package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.cli.OutputFile;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.command.models.ModelPrecisions;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Progress;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Generator;
import org.biggantune.model.ImageSampler;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;
import org.biggantune.runfolder.FinishedRun;
import org.biggantune.runfolder.RecordedGenerators;
import org.biggantune.workers.StopSignal;

/** Draws images of classes and writes them as pictures or arrays. */
final class SampleRun {
    private final SampleOptions options;
    private final Progress progress;

    /** Creates a run that shows its progress. */
    SampleRun(SampleOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Draws and writes the images.
     *
     * @return the files written
     * @throws org.biggantune.domain.failure.BigganTuneException for an error that the user can fix
     */
    SampleReport execute() {
        Path named = new ModelCatalog(options.home).find("--generator", options.generator);
        Optional<FinishedRun> run = options.run.map(FinishedRun::only);
        Path file = run.map(tuned -> new RecordedGenerators(options.home.models(), named).find(tuned))
                .orElse(named);
        ModelFile.GeneratorFile content =
                ModelFile.generator(file, options.compute.precision(), options.compute.device());
        requireOutputs(file);
        SamplePlan plan = SamplePlan.of(options, file, content, run);
        if (options.latents.ownNoiseLayer()) {
            options.noiseLayer().ifPresent(layer -> progress.say("Applying " + layer + " to the latents."));
        }
        List<SampleTarget> pictures = pictures(plan, content.metadata());
        try {
            return new SampleReport(write(plan, content, pictures));
        } finally {
            pictures.forEach(SampleTarget::close);
        }
    }

    private List<SampleReport.Written> write(
            SamplePlan plan, ModelFile.GeneratorFile content, List<SampleTarget> pictures) {
        Consumer<Consumer<float[]>> drawing = raw -> draw(content, plan, images -> {
            raw.accept(images);
            pictures.forEach(drawn -> drawn.add(images));
        });
        List<SampleReport.Written> files = new ArrayList<>();
        if (options.output.raw.isPresent()) {
            int size = content.metadata().resolution();
            long[] shape = {plan.count(), 3, size, size};
            NpyFile.writeFloats(options.output.raw.get(), shape, drawing);
            files.add(new SampleReport.Written(options.output.raw.get(), "float32 " + Arrays.toString(shape)));
        } else {
            drawing.accept(images -> {});
        }
        pictures.forEach(drawn -> files.addAll(drawn.finish()));
        return files;
    }

    /** Refuses outputs that would replace an input. */
    private void requireOutputs(Path generator) {
        Map<String, Path> inputs = new LinkedHashMap<>();
        inputs.put("generator", generator);
        options.embedding.ifPresent(file -> inputs.put("file of embeddings", file));
        options.latents.file.ifPresent(file -> inputs.put("file of latents", file));
        options.noiseLayer().ifPresent(file -> inputs.put("noise layer", file));
        options.output.raw.ifPresent(file -> OutputFile.requireNoInput("--raw", file, inputs));
        options.output.out.ifPresent(file -> OutputFile.requireNoInput("--out", file, inputs));
        options.output.video.ifPresent(file -> OutputFile.requireNoInput("--video", file, inputs));
    }

    /** Returns the writers of pictures; no sheet or folder if only an array or an animation is requested. */
    private List<SampleTarget> pictures(SamplePlan plan, GeneratorMetadata metadata) {
        List<SampleTarget> targets = new ArrayList<>();
        options.output.video.ifPresent(file -> targets.add(new SampleAnimation(file, plan, metadata.resolution())));
        if (options.output.out.isPresent() || (options.output.raw.isEmpty() && options.output.video.isEmpty())) {
            Path target = options.output.out.orElseGet(() -> Path.of("samples", plan.name() + ".png"));
            targets.add(new SamplePictures(
                    target, options.output.format(), options.output.grid, plan, metadata.resolution()));
        }
        return targets;
    }

    /** Draws row by row and passes each batch on at once, since all images may not fit into memory. */
    private void draw(ModelFile.GeneratorFile content, SamplePlan plan, Consumer<float[]> consumer) {
        try (StopSignal stop = StopSignal.ofCommand(progress);
                TorchRuntime runtime = TorchRuntime.open(options.compute.device(), options.compute.threads(), stop);
                Generator generator = Generator.open(content, runtime)) {
            ModelPrecisions.of(Map.of("generator", content.file())).advise(runtime, progress);
            ImageSampler sampler = new ImageSampler(new BatchLoop(runtime), generator);
            int size = generator.metadata().resolution();
            progress.begin("sampling", plan.count());
            long[] drawn = {0};
            for (SampleRow row : plan.rows()) {
                sampler.each(row.latents(), row.embeddings(), images -> {
                    consumer.accept(images);
                    drawn[0] += images.length / (3 * size * size);
                    progress.advance(drawn[0], row.title());
                });
            }
        } finally {
            progress.end();
        }
    }
}
