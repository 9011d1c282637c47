package org.biggantune.importer;

import java.util.Optional;
import org.biggantune.archive.StateDict;
import org.biggantune.importer.biggan.BigGanArchitecture;
import org.biggantune.importer.biggan.DeepArchitecture;
import org.biggantune.importer.biggan.DeepLayout;
import org.biggantune.importer.biggan.Epsilons;

/** The generators whose checkpoints are read. */
public enum GeneratorFamily {
    /** {@code BigGAN.Generator} of BigGAN-PyTorch. */
    BIGGAN("biggan"),
    /** {@code BigGANdeep.Generator} of BigGAN-PyTorch. */
    BIGGAN_DEEP("biggan-deep"),
    /** Hugging Face's pytorch-pretrained-BigGAN. */
    BIGGAN_DEEP_HF("biggan-deep-hf");

    private final String label;

    GeneratorFamily(String label) {
        this.label = label;
    }

    /** The family that a state dict looks like, sound or not; empty for anything else. */
    public static Optional<GeneratorFamily> of(StateDict tensors) {
        Optional<DeepLayout> deep = DeepArchitecture.layout(tensors);
        if (deep.isPresent()) {
            return Optional.of(deep.get() == DeepLayout.HUGGING_FACE ? BIGGAN_DEEP_HF : BIGGAN_DEEP);
        }
        return BigGanArchitecture.matches(tensors) ? Optional.of(BIGGAN) : Optional.empty();
    }

    /** The name in metadata, such as {@code biggan-deep}. */
    public String label() {
        return label;
    }

    /** What it calls its matrix of class embeddings. */
    String embeddingParameter() {
        return switch (this) {
            case BIGGAN -> BigGanArchitecture.EMBEDDING;
            case BIGGAN_DEEP -> DeepLayout.BIGGAN_PYTORCH.embedding();
            case BIGGAN_DEEP_HF -> DeepLayout.HUGGING_FACE.embedding();
        };
    }

    /** The constants that its code has where nobody sets others. */
    public Epsilons epsilons() {
        return this == BIGGAN_DEEP_HF ? Epsilons.HUGGING_FACE : Epsilons.DEFAULT;
    }

    /** Whether a file may hold batch statistics for several truncations, of which an import takes one. */
    boolean hasTruncations() {
        return this == BIGGAN_DEEP_HF;
    }
}
