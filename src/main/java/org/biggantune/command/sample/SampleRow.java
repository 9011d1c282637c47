package org.biggantune.command.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A row of images of one class, embedding, truncation or interpolation step.
 *
 * @param title the row's full title
 * @param label a short label for the row on a sheet, without what all rows share
 * @param name the row's name in file names
 * @param embeddings row-major [images, embedding size], or one embedding for all images
 * @param latents row-major [images, latent size], after the noise layer if there is one
 * @param between whether it is an intermediate step of an interpolation
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record SampleRow(String title, String label, String name, float[] embeddings, float[] latents, boolean between) {
    /** Creates a row labelled with its title that is not an intermediate step. */
    SampleRow(String title, String name, float[] embeddings, float[] latents) {
        this(title, title, name, embeddings, latents, false);
    }

    /** Returns the same images with other names. */
    SampleRow named(String newTitle, String newLabel, String newName) {
        return new SampleRow(newTitle, newLabel, newName, embeddings, latents, between);
    }

    /**
     * Interpolates linearly between rows of one embedding each, as in figure 8 of the BigGAN paper: the embeddings, and the
     * latents after their noise layers.
     *
     * @param keys the rows to interpolate between, at least two, which are included unchanged
     * @param steps the rows from one key to the next, including both, at least 2
     * @param prefix starts the names of all rows in file names
     * @return (keys − 1) · (steps − 1) + 1 rows, numbered in order
     */
    static List<SampleRow> interpolated(List<SampleRow> keys, int steps, String prefix) {
        List<SampleRow> rows = new ArrayList<>();
        for (int segment = 0; segment < keys.size() - 1; segment++) {
            SampleRow from = keys.get(segment);
            SampleRow to = keys.get(segment + 1);
            for (int step = segment == 0 ? 0 : 1; step < steps; step++) {
                SampleRow row =
                        step == 0 ? from : step == steps - 1 ? to : between(from, to, (double) step / (steps - 1));
                rows.add(row.named(row.title, row.label, prefix + String.format(Locale.ROOT, "step%04d", rows.size())));
            }
        }
        return rows;
    }

    private static SampleRow between(SampleRow from, SampleRow to, double part) {
        String label = Math.round(100 * part) + " %";
        return new SampleRow(
                label + " from " + from.title + " to " + to.title,
                label,
                "",
                mixed(from.embeddings, to.embeddings, part),
                mixed(from.latents, to.latents, part),
                true);
    }

    private static float[] mixed(float[] from, float[] to, double part) {
        if (from == to) {
            return from;
        }
        float[] mixed = new float[from.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) (from[i] + part * ((double) to[i] - from[i]));
        }
        return mixed;
    }
}
