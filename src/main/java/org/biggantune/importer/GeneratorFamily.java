package org.biggantune.importer;

import java.util.Optional;
import org.biggantune.archive.StateDict;
import org.biggantune.importer.biggan.BigGanArchitecture;
import org.biggantune.importer.biggan.DeepArchitecture;
import org.biggantune.importer.biggan.DeepLayout;
import org.biggantune.importer.biggan.Epsilons;

/** The supported generator implementations. */
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

    /** Recognises the family of a state dict, whether complete or not. */
    public static Optional<GeneratorFamily> of(StateDict tensors) {
        Optional<DeepLayout> deep = DeepArchitecture.layout(tensors);
        if (deep.isPresent()) {
            return Optional.of(deep.get() == DeepLayout.HUGGING_FACE ? BIGGAN_DEEP_HF : BIGGAN_DEEP);
        }
        return BigGanArchitecture.matches(tensors) ? Optional.of(BIGGAN) : Optional.empty();
    }

    /** Returns the name in metadata, such as {@code biggan-deep}. */
    public String label() {
        return label;
    }

    /** Returns the name of its class-embedding matrix. */
    String embeddingParameter() {
        return switch (this) {
            case BIGGAN -> BigGanArchitecture.EMBEDDING;
            case BIGGAN_DEEP -> DeepLayout.BIGGAN_PYTORCH.embedding();
            case BIGGAN_DEEP_HF -> DeepLayout.HUGGING_FACE.embedding();
        };
    }

    /** Returns the default constants of its code. */
    public Epsilons epsilons() {
        return this == BIGGAN_DEEP_HF ? Epsilons.HUGGING_FACE : Epsilons.DEFAULT;
    }

    /** Whether a file may contain batch statistics for several truncations, one of which is imported. */
    boolean hasTruncations() {
        return this == BIGGAN_DEEP_HF;
    }
}
