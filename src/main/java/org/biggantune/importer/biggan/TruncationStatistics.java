package org.biggantune.importer.biggan;

/**
 * Selects from the batch statistics that pytorch-pretrained-BigGAN stores for n truncations from 0 to 1, one row each,
 * as its code does: truncation / (1 / (n − 1)) is split into an integer i and a fraction f; the result is row i if f =
 * 0, else row i · f + row i+1 · (1 − f). This gives the nearer row the smaller weight, which looks like a mistake, but
 * is needed to reproduce the original's images.
 */
final class TruncationStatistics {
    private TruncationStatistics() {}

    /**
     * Returns the statistics for a truncation.
     *
     * @param table row-major [n, channels]
     * @param channels the length of a row
     * @param truncation above 0 and up to 1
     * @return a new array [channels]
     */
    static float[] row(float[] table, int channels, double truncation) {
        int count = table.length / channels;
        double position = truncation / (1.0 / (count - 1));
        int index = (int) position;
        double fraction = position - index;
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
