package org.biggantune.importer.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.biggan.BigGanArchitecture;

/** The sizes in which BigGAN was published (Brock et al., ICLR 2019, appendix B; BigGAN-PyTorch's {@code G_arch}). */
public enum BigGanSize {
    /** 32 × 32 pixels. */
    PIXELS_32(64, 20, 0, 4, 4, 4, 4),
    /** 64 × 64 pixels. */
    PIXELS_64(64, 20, 32, 16, 16, 8, 4, 2),
    /** 128 × 128 pixels. */
    PIXELS_128(96, 20, 64, 16, 16, 8, 4, 2, 1),
    /** 256 × 256 pixels. */
    PIXELS_256(96, 20, 128, 16, 16, 8, 8, 4, 2, 1),
    /** 512 × 512 pixels. */
    PIXELS_512(96, 16, 64, 16, 16, 8, 8, 4, 2, 1, 1);

    private static final int BOTTOM_WIDTH = 4;
    private static final int EMBEDDING = 128;

    private final int width;
    private final int latentChunk;
    /** The size in pixels of the map followed by self-attention; 0 for none. */
    private final int attention;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
    private final List<Integer> multipliers;

    BigGanSize(int width, int latentChunk, int attention, Integer... multipliers) {
        this.width = width;
        this.latentChunk = latentChunk;
        this.attention = attention;
        this.multipliers = List.of(multipliers);
    }

    /**
     * Returns the size for images of the given height and width.
     *
     * @throws InvalidOptionException if there is none
     */
    public static BigGanSize ofPixels(int pixels) {
        return Arrays.stream(values())
                .filter(size -> size.pixels() == pixels)
                .findFirst()
                .orElseThrow(() -> new InvalidOptionException(
                        String.format(Locale.ROOT, "--size %d: expected 32, 64, 128, 256 or 512", pixels)));
    }

    /** Returns the height and width of an image. */
    public int pixels() {
        return BOTTOM_WIDTH << (multipliers.size() - 1);
    }

    /** Returns the published channel multiplier, {@code G_ch}. */
    public int width() {
        return width;
    }

    /**
     * Returns the architecture.
     *
     * @param channels the channel multiplier, a multiple of 8
     * @param classes the number of classes
     */
    public BigGanArchitecture architecture(int channels, int classes) {
        List<Integer> blockChannels =
                multipliers.stream().map(factor -> factor * channels).toList();
        List<Integer> attentive = new ArrayList<>();
        for (int block = 0; block < blockChannels.size() - 1; block++) {
            if (BOTTOM_WIDTH << (block + 1) == attention) {
                attentive.add(block);
            }
        }
        return new BigGanArchitecture(blockChannels, attentive, latentChunk, EMBEDDING, classes, true, BOTTOM_WIDTH);
    }
}
