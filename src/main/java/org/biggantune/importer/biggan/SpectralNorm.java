package org.biggantune.importer.biggan;

/**
 * Computes the spectral norm of a weight W as [out, in·kh·kw], like the two originals at every call in eval mode.
 * BigGAN-PyTorch's {@code layers.py} runs one power iteration from the stored left vector: v = normalize(u₀ W), u =
 * normalize(v Wᵀ), σ = v Wᵀ uᵀ. PyTorch's {@code torch.nn.utils.spectral_norm} uses both stored vectors: σ = u W vᵀ.
 * (Miyato et al., "Spectral normalization for generative adversarial networks", ICLR 2018.)
 */
final class SpectralNorm {
    private SpectralNorm() {}

    /**
     * Returns the norm σ by which BigGAN-PyTorch divides the weight.
     *
     * @param weight row-major [rows, columns]
     * @param rows the number of outputs
     * @param u0 the stored left vector [rows]
     * @param epsilon the smallest norm to divide a vector by
     */
    static double sigma(float[] weight, int rows, float[] u0, double epsilon) {
        int columns = weight.length / rows;
        double[] v = new double[columns];
        for (int r = 0; r < rows; r++) {
            double factor = u0[r];
            int base = r * columns;
            for (int c = 0; c < columns; c++) {
                v[c] += factor * weight[base + c];
            }
        }
        normalize(v, epsilon);
        double[] wv = new double[rows];
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            int base = r * columns;
            for (int c = 0; c < columns; c++) {
                sum += v[c] * weight[base + c];
            }
            wv[r] = sum;
        }
        double[] u = wv.clone();
        normalize(u, epsilon);
        double sigma = 0;
        for (int r = 0; r < rows; r++) {
            sigma += wv[r] * u[r];
        }
        return sigma;
    }

    /**
     * Returns the norm σ by which PyTorch's own spectral norm divides the weight.
     *
     * @param weight row-major [rows, columns]
     * @param u the stored left vector [rows]
     * @param v the stored right vector [columns]
     */
    static double stored(float[] weight, float[] u, float[] v) {
        double sigma = 0;
        for (int r = 0; r < u.length; r++) {
            double sum = 0;
            for (int c = 0; c < v.length; c++) {
                sum += (double) weight[r * v.length + c] * v[c];
            }
            sigma += u[r] * sum;
        }
        return sigma;
    }

    private static void normalize(double[] vector, double epsilon) {
        double squares = 0;
        for (double x : vector) {
            squares += x * x;
        }
        double norm = Math.max(Math.sqrt(squares), epsilon);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= norm;
        }
    }
}
