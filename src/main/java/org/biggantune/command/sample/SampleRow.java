package org.biggantune.command.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Images that belong together: of a class, of an embedding, of a truncation or of a place between two embeddings.
 *
 * @param title its name for people
 * @param name its name in files
 * @param embeddings row-major [images, embedding size], or one embedding for all
 * @param latents row-major [images, latent size], after the row's noise layer if there is one
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record SampleRow(String title, String name, float[] embeddings, float[] latents) {
    /** The same images under another name. */
    SampleRow named(String newTitle, String newName) {
        return new SampleRow(newTitle, newName, embeddings, latents);
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
                way.add(row.named(row.title, prefix + String.format(Locale.ROOT, "step%04d", way.size())));
            }
        }
        return way;
    }

    private static SampleRow between(SampleRow from, SampleRow to, double part) {
        String title = Math.round(100 * part) + " % from " + from.title + " to " + to.title;
        return new SampleRow(
                title, "", mixed(from.embeddings, to.embeddings, part), mixed(from.latents, to.latents, part));
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
