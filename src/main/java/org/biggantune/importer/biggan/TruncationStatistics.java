package org.biggantune.importer.biggan;

/**
 * The batch statistics that pytorch-pretrained-BigGAN stores for n truncations from 0 to 1, a row each, and how its code
 * chooses: truncation / (1 / (n − 1)) is split into a whole number i and a fraction f; with f = 0 it takes row i, else
 * row i · f + row i+1 · (1 − f). That gives the nearer row the smaller weight, which looks like a slip; images agree with
 * the original's only this way.
 */
final class TruncationStatistics {
    private TruncationStatistics() {}

    /**
     * The statistics for a truncation.
     *
     * @param table row-major [n, channels]
     * @param channels the length of a row
     * @param truncation above 0 and up to 1
     * @return a new array [channels]
     */
    static float[] row(float[] table, int channels, double truncation) {
        int count = table.length / channels;
        double place = truncation / (1.0 / (count - 1));
        int index = (int) place;
        double fraction = place - index;
        float[] row = new float[channels];
        for (int c = 0; c < channels; c++) {
            float at = table[index * channels + c];
            row[c] = fraction == 0
                    ? at
                    : at * (float) fraction + table[(index + 1) * channels + c] * (float) (1 - fraction);
        }
        return row;
    }
}
