package org.biggantune.importer.biggan;

/**
 * The two small constants of a BigGAN, which its tensors do not determine.
 *
 * @param batchNorm the ε added to variances
 * @param spectralNorm the smallest norm in power iterations
 */
public record Epsilons(double batchNorm, double spectralNorm) {
    /** The values in BigGAN-PyTorch's launch scripts for ImageNet ({@code --BN_eps 1e-5 --SN_eps 1e-6}). */
    public static final Epsilons DEFAULT = new Epsilons(1e-5, 1e-6);

    /** The default of pytorch-pretrained-BigGAN's configuration and of its three published models. */
    public static final Epsilons HUGGING_FACE = new Epsilons(1e-4, 1e-4);

    /** Checks that both are positive and finite. */
    public Epsilons {
        if (!(batchNorm > 0 && batchNorm < 1 && spectralNorm > 0 && spectralNorm < 1)) {
            throw new IllegalArgumentException(
                    "epsilons must lie between 0 and 1, found " + batchNorm + " and " + spectralNorm);
        }
    }
}
