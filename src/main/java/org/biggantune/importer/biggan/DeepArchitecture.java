package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * The architecture of a BigGAN-deep generator, determined by the shapes of its tensors. Every block receives the whole
 * of z and the embedding. The last block of a stage of {@code depth} blocks up-samples; if shapes do not determine the
 * depth, it is 2 as in all published models.
 *
 * @param layout the naming of the tensors
 * @param blockChannels the channels before each block and after the last one
 * @param hiddenChannels the channels inside each block
 * @param attentionAfter the indices of the blocks followed by a self-attention
 * @param depth the number of blocks per stage
 * @param latentSize the length of z
 * @param embeddingSize the length of a class embedding
 * @param classCount the number of classes
 * @param bottomWidth the height and width of the first map
 * @param outputs the output channels of the last convolution, the first three of which are the image
 * @param statistics the number of truncations with stored batch statistics; 0 for a single set
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
    /** The stages of the only published size with equal channels in all blocks (32 pixels). */
    private static final int EVEN_STAGES = 3;

    private static final int DEPTH = 2;

    /** Copies the lists. */
    public DeepArchitecture {
        blockChannels = List.copyOf(blockChannels);
        hiddenChannels = List.copyOf(hiddenChannels);
        attentionAfter = List.copyOf(attentionAfter);
    }

    /** Recognises the implementation of a state dict, complete or not; empty for other networks. */
    public static Optional<DeepLayout> layout(StateDict tensors) {
        return Arrays.stream(DeepLayout.values())
                .filter(layout -> layout.matches(tensors))
                .findFirst();
    }

    /**
     * Reads the architecture.
     *
     * @param tensors tensors recognised by {@link #layout}
     * @throws UnsupportedInputException if a tensor is missing, has an inconsistent shape, or belongs to an unsupported
     *     architecture
     */
    public static DeepArchitecture read(StateDict tensors) {
        return new DeepReader(tensors, layout(tensors).orElseThrow()).architecture();
    }

    /** Determines the depth of a stage from the channels before each block and after the last. */
    static int depth(DeepLayout layout, List<Integer> channels) {
        int blocks = channels.size() - 1;
        boolean even = channels.stream().distinct().count() == 1;
        return layout == DeepLayout.BIGGAN_PYTORCH && even && blocks % EVEN_STAGES == 0 ? blocks / EVEN_STAGES : DEPTH;
    }

    /** Returns the number of blocks. */
    int blocks() {
        return blockChannels.size() - 1;
    }

    /** Returns the height and width of an image in pixels. */
    public int resolution() {
        return bottomWidth << (blocks() / depth);
    }

    /** Returns the length of the condition of a block's batch norms: z and the embedding. */
    int conditions() {
        return latentSize + embeddingSize;
    }

    /** Whether a block doubles height and width. */
    boolean upsamples(int block) {
        return block % depth == depth - 1;
    }

    /** Returns the height and width of a block's input map. */
    int mapBefore(int block) {
        return bottomWidth << (block / depth);
    }

    /** Whether a self-attention follows a block. */
    boolean attentionFollows(int block) {
        return attentionAfter.contains(block);
    }

    /** Returns the name of the class-embedding matrix, in checkpoint and program. */
    public String embeddingParameter() {
        return layout.embedding();
    }

    /** Returns the prefix of a block's tensors. */
    String block(int index) {
        return layout == DeepLayout.HUGGING_FACE ? layout.module(position(index)) : layout.module(index) + "0.";
    }

    /** Returns the tensor names of the attention after a block. */
    AttentionNames attention(int after) {
        return layout == DeepLayout.HUGGING_FACE
                ? AttentionNames.ofHuggingFace(layout.module(position(after) + 1))
                : AttentionNames.of(layout.module(after) + "1.");
    }

    /** Returns a block's position in a list that includes the attentions. */
    private int position(int block) {
        List<Integer> before = new ArrayList<>(attentionAfter);
        before.removeIf(after -> after >= block);
        return block + before.size();
    }
}
