package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * The architecture of a BigGAN-deep generator, read off the shapes of its tensors. Every block takes z and the embedding
 * whole. A stage of {@code depth} blocks ends with the one that up-samples; where no shape tells it, the depth is 2 as
 * in every published model.
 *
 * @param layout whose names the tensors have
 * @param blockChannels the channels before each block and after the last one
 * @param hiddenChannels the channels inside each block
 * @param attentionAfter the indices of the blocks that a self-attention follows
 * @param depth the blocks of a stage
 * @param latentSize the length of z
 * @param embeddingSize the length of a class embedding
 * @param classCount the rows of the embedding matrix
 * @param bottomWidth the height and width of the first map
 * @param outputs the last convolution's channels, of which the first three are the image
 * @param statistics the truncations that batch statistics are stored for; 0 where there is one set for all
 */
public record DeepArchitecture(
        DeepLayout layout,
        List<Integer> blockChannels,
        List<Integer> hiddenChannels,
        List<Integer> attentionAfter,
        int depth,
        int latentSize,
        int embeddingSize,
        int classCount,
        int bottomWidth,
        int outputs,
        int statistics) {
    /** The stages of the one published size whose blocks all have the same channels (32 pixels). */
    private static final int EVEN_STAGES = 3;

    private static final int DEPTH = 2;

    /** Copies the lists. */
    public DeepArchitecture {
        blockChannels = List.copyOf(blockChannels);
        hiddenChannels = List.copyOf(hiddenChannels);
        attentionAfter = List.copyOf(attentionAfter);
    }

    /** The implementation that a state dict looks like one of, sound or not; empty for other networks. */
    public static Optional<DeepLayout> layout(StateDict tensors) {
        return Arrays.stream(DeepLayout.values())
                .filter(layout -> layout.matches(tensors))
                .findFirst();
    }

    /**
     * Reads the architecture.
     *
     * @param tensors those that {@link #layout} recognised
     * @throws UnsupportedInputException if a tensor is missing, has another shape than its neighbours ask for, or
     *     belongs to an architecture that is not read
     */
    public static DeepArchitecture read(StateDict tensors) {
        return new DeepReader(tensors, layout(tensors).orElseThrow()).architecture();
    }

    /** The depth of a stage, from the channels before each block and after the last. */
    static int depth(DeepLayout layout, List<Integer> channels) {
        int blocks = channels.size() - 1;
        boolean even = channels.stream().distinct().count() == 1;
        return layout == DeepLayout.BIGGAN_PYTORCH && even && blocks % EVEN_STAGES == 0 ? blocks / EVEN_STAGES : DEPTH;
    }

    /** The count of blocks. */
    int blocks() {
        return blockChannels.size() - 1;
    }

    /** The height and width of an image, in pixels. */
    public int resolution() {
        return bottomWidth << (blocks() / depth);
    }

    /** The count of numbers that condition a block's batch norms: those of z and of the embedding. */
    int conditions() {
        return latentSize + embeddingSize;
    }

    /** Whether a block doubles height and width. */
    boolean upsamples(int block) {
        return block % depth == depth - 1;
    }

    /** The height and width of the map that a block is given. */
    int mapBefore(int block) {
        return bottomWidth << (block / depth);
    }

    /** Whether a self-attention follows a block. */
    boolean attentionFollows(int block) {
        return attentionAfter.contains(block);
    }

    /** The name of the class-embedding matrix, in checkpoint and program. */
    public String embeddingParameter() {
        return layout.embedding();
    }

    /** The prefix of a block's tensors. */
    String block(int index) {
        return layout == DeepLayout.HUGGING_FACE ? layout.module(position(index)) : layout.module(index) + "0.";
    }

    /** The names of the tensors of the attention that follows a block. */
    AttentionNames attention(int after) {
        return layout == DeepLayout.HUGGING_FACE
                ? AttentionNames.ofHuggingFace(layout.module(position(after) + 1))
                : AttentionNames.of(layout.module(after) + "1.");
    }

    /** Where a block stands in a list that holds the attentions too. */
    private int position(int block) {
        List<Integer> before = new ArrayList<>(attentionAfter);
        before.removeIf(after -> after >= block);
        return block + before.size();
    }
}
