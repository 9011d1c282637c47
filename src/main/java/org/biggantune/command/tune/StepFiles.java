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
 * The embeddings of a class under way, in the folder {@code steps} beside its results: {@code START-STEP.png}, drawn as
 * {@code before.png} and {@code after.png} are, and {@code START-STEP.npy}, float32 [1, D], clamped, and {@code START-STEP-noise-layer.npy} where one is trained. Both numbers count
 * from 0 and have leading zeros, so that names sort as time goes. Files of the same name are replaced.
 *
 * @param folder the class's folder
 * @param pictures draws
 * @param every steps between two of them, besides the first and the last of a start; 0: none
 */
record StepFiles(Path folder, ClassPictures pictures, int every) {
    /**
     * Whether a step is to be written.
     *
     * @param step how many steps of the start are done
     * @param last whether the start ends there
     */
    boolean wants(int step, boolean last) {
        return every > 0 && (last || step % every == 0);
    }

    /** Writes the files of a step, each whole or not at all. */
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
