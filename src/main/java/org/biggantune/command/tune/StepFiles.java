package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.Locale;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.ClassLabel;
import org.biggantune.runfolder.NoiseLayerFile;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.tuning.TunedParameters;

/**
 * Writes the embedding of a class during tuning into the folder {@code steps} beside its results: {@code START-STEP.png},
 * with the latents of {@code before.png} and {@code after.png}, {@code START-STEP.npy}, float32 [1, D], clamped, and {@code
 * START-STEP-noise-layer.npy} if a noise layer is trained. Both numbers count from 0 and have leading zeros, so names sort
 * chronologically. Existing files are replaced.
 *
 * @param folder the class's folder
 * @param pictures draws the pictures
 * @param every the steps between two sets of files, besides those of the first and last step of a start; 0 for none
 */
record StepFiles(Path folder, ClassPictures pictures, int every) {
    /**
     * Whether to write files for a step.
     *
     * @param step the number of steps done in the start
     * @param last whether the start ends with this step
     */
    boolean wants(int step, boolean last) {
        return every > 0 && (last || step % every == 0);
    }

    /** Writes the files of a step, each atomically. */
    void write(ClassLabel label, int start, int step, TunedParameters row) {
        Path steps = folder.resolve(RunDirectory.STEPS);
        RunDirectory.create(steps);
        String name = String.format(Locale.ROOT, "%02d-%07d", start, step);
        float[] embedding = row.embedding();
        NpyFile.write(steps.resolve(name + ".npy"), NpyArray.ofFloats(new long[] {1, embedding.length}, embedding));
        row.noiseLayer().ifPresent(layer -> NoiseLayerFile.write(steps, name + "-" + NoiseLayerFile.NAME, layer));
        pictures.write(steps.resolve(name + ".png"), label, label + ", start " + start + ", step " + step, row);
    }
}
