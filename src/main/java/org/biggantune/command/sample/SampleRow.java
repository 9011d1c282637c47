package org.biggantune.command.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Images that belong together: of a class, of an embedding, of a truncation or of a place between two embeddings.
 *
 * @param title its name for people
 * @param label its name beside the other rows of a sheet, where what they share need not be said
 * @param name its name in files
 * @param embeddings row-major [images, embedding size], or one embedding for all
 * @param latents row-major [images, latent size], after the row's noise layer if there is one
 * @param between whether it is on the way from one row to another
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record SampleRow(String title, String label, String name, float[] embeddings, float[] latents, boolean between) {
    /** A row that is labelled by its title and not on the way to another. */
    SampleRow(String title, String name, float[] embeddings, float[] latents) {
        this(title, title, name, embeddings, latents, false);
    }

    /** The same images under another name. */
    SampleRow named(String newTitle, String newLabel, String newName) {
        return new SampleRow(newTitle, newLabel, newName, embeddings, latents, between);
    }

    /**
     * The way through rows of one embedding each, in straight lines as in figure 8 of the paper on BigGAN: embeddings and
     * latents are interpolated alike, and so are noise layers, whose outputs the latents are.
     *
     * @param stations the rows to pass, at least two; they are drawn as they are
     * @param steps rows from one to the next, both of them counted, at least 2
     * @param prefix begins the names of all rows in files
     * @return (stations − 1) · (steps − 1) + 1 rows, numbered in the order of the way
     */
    static List<SampleRow> through(List<SampleRow> stations, int steps, String prefix) {
        List<SampleRow> way = new ArrayList<>();
        for (int leg = 0; leg < stations.size() - 1; leg++) {
            SampleRow from = stations.get(leg);
            SampleRow to = stations.get(leg + 1);
            for (int step = leg == 0 ? 0 : 1; step < steps; step++) {
                SampleRow row =
                        step == 0 ? from : step == steps - 1 ? to : between(from, to, (double) step / (steps - 1));
                way.add(row.named(row.title, row.label, prefix + String.format(Locale.ROOT, "step%04d", way.size())));
            }
        }
        return way;
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
