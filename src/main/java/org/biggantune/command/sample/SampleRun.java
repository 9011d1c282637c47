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
     * @throws org.biggantune.domain.failure.BigganTuneException if something that the user can mend is wrong
     */
    public List<String> execute() {
        Path named = new ModelCatalog(request.home()).find("--generator", request.generator());
        Optional<FinishedRun> run = request.run().map(FinishedRun::only);
        Path file = run.map(tuned -> new RecordedGenerators(request.home().models(), named).find(tuned))
                .orElse(named);
        ModelFile.GeneratorFile content = ModelFile.generator(file);
        ModelPrecisions precisions =
                ModelPrecisions.of(request.precision(), request.device(), Map.of("generator", file));
        requireOutputs(file);
        SamplePlan plan = SamplePlan.of(request, file, content, run);
        if (request.noiseLayer().equals("auto")) {
            SamplePlan.layerFile(request).ifPresent(layer -> progress.say("Latents pass " + layer + "."));
        }
        Optional<SamplePictures> pictures = pictures(plan, content.metadata());
        Consumer<Consumer<float[]>> drawing = raw -> draw(file, precisions, plan, images -> {
            raw.accept(images);
            pictures.ifPresent(files -> files.add(images));
        });
        List<String> lines = new ArrayList<>();
        if (request.raw().isPresent()) {
            int size = content.metadata().resolution();
            long[] shape = {plan.count(), 3, size, size};
            NpyFile.writeFloats(request.raw().get(), shape, drawing);
            lines.add(request.raw().get() + ": float32 " + Arrays.toString(shape));
        } else {
            drawing.accept(images -> {});
        }
        pictures.ifPresent(files -> lines.addAll(files.finish()));
        return lines;
    }

    /** Before anything is drawn: no output may take the place of what is read. */
    private void requireOutputs(Path generator) {
        Map<String, Path> inputs = new LinkedHashMap<>();
        inputs.put("generator", generator);
        request.embedding().ifPresent(file -> inputs.put("file of embeddings", file));
        request.latents().ifPresent(file -> inputs.put("file of latents", file));
        SamplePlan.layerFile(request).ifPresent(file -> inputs.put("noise layer", file));
        request.raw().ifPresent(file -> OutputFile.requireNoInput("--raw", file, inputs));
        request.out().ifPresent(file -> OutputFile.requireNoInput("--out", file, inputs));
    }

    /** Pictures are left out where only numbers are asked for. */
    private Optional<SamplePictures> pictures(SamplePlan plan, GeneratorMetadata metadata) {
        if (request.out().isEmpty() && request.raw().isPresent()) {
            return Optional.empty();
        }
        String name = plan.name().replaceFirst("^\\d{4,}-(?=.)", "");
        Path target = request.out().orElseGet(() -> Path.of("samples", name + ".png"));
        return Optional.of(new SamplePictures(target, request.grid(), plan, metadata.resolution()));
    }

    /** Draws row after row and hands images over as they come, since all of them may not fit the memory. */
    private void draw(Path file, ModelPrecisions precisions, SamplePlan plan, Consumer<float[]> taker) {
        try (StopSignal stop = StopSignal.ofCommand(progress);
                TorchRuntime runtime = TorchRuntime.open(request.device(), request.threads(), stop);
                Generator generator = Generator.open(file, request.precision(), runtime)) {
            precisions.advise(runtime, progress);
            ImageSampler sampler = new ImageSampler(new BatchLoop(runtime), generator);
            int size = generator.metadata().resolution();
            progress.begin("sampling", plan.count());
            long[] drawn = {0};
            for (SamplePlan.Row row : plan.rows()) {
                sampler.each(row.latents(), row.embeddings(), images -> {
                    taker.accept(images);
                    drawn[0] += images.length / (3 * size * size);
                    progress.advance(drawn[0], row.title());
                });
            }
        } finally {
            progress.end();
        }
    }
}
