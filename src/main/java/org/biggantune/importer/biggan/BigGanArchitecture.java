package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * The architecture of a BigGAN-PyTorch {@code BigGAN.Generator}, determined by the shapes of its tensors.
 *
 * @param blockChannels the channels before each block and after the last one
 * @param attentionAfter the indices of the blocks followed by a self-attention
 * @param latentChunk the length of the chunk of z for the first layer and, in a hierarchical generator, for each block
 * @param embeddingSize the length of a class embedding
 * @param classCount the number of classes
 * @param hierarchical whether each block receives its own chunk of z in addition to the embedding
 * @param bottomWidth the height and width of the first map
 */
public record BigGanArchitecture(
        List<Integer> blockChannels,
        List<Integer> attentionAfter,
        int latentChunk,
        int embeddingSize,
        int classCount,
        boolean hierarchical,
        int bottomWidth) {
    /** The name of the class-embedding matrix, in checkpoint and program. */
    public static final String EMBEDDING = "shared.weight";

    private static final Pattern KNOWN = Pattern.compile("(shared\\.weight|linear\\.(weight|bias)"
            + "|blocks\\.\\d+\\.0\\.(conv1|conv2|conv_sc)\\.(weight|bias)"
            + "|blocks\\.\\d+\\.0\\.bn[12]\\.(stored_mean|stored_var|(gain|bias)\\.weight)"
            + "|blocks\\.\\d+\\.1\\.(gamma|(theta|phi|g|o)\\.weight)"
            + "|output_layer\\.0\\.(gain|bias|stored_mean|stored_var)|output_layer\\.2\\.(weight|bias)"
            + "|.*\\.(u|sv)\\d+)");

    /** Copies the lists. */
    public BigGanArchitecture {
        blockChannels = List.copyOf(blockChannels);
        attentionAfter = List.copyOf(attentionAfter);
    }

    /** Whether a state dict looks like a {@code BigGAN.Generator}, complete or not. */
    public static boolean matches(StateDict tensors) {
        return tensors.contains("blocks.0.0.conv1.weight") && tensors.contains("linear.weight");
    }

    /**
     * Reads the architecture.
     *
     * @throws UnsupportedInputException if a tensor is missing, has an inconsistent shape, or belongs to an unsupported
     *     architecture
     */
    public static BigGanArchitecture read(StateDict tensors) {
        refuseWithoutSharedEmbedding(tensors);
        tensors.requireOnly(KNOWN, "a BigGAN generator");
        List<Integer> channels = new ArrayList<>();
        List<Integer> attention = new ArrayList<>();
        for (int block = 0; hasAny(tensors, "blocks." + block + "."); block++) {
            channels.add(size(tensors, BigGanTensors.block(block) + "bn1.stored_mean", 0, 1));
            if (hasAny(tensors, "blocks." + block + ".1.")) {
                attention.add(block);
            }
        }
        channels.add(size(tensors, "output_layer.0.gain", 0, 1));
        int chunk = size(tensors, "linear.weight", 1, 2);
        int width = bottomWidth(tensors, channels.get(0));
        int embedding = size(tensors, EMBEDDING, 1, 2);
        int conditions = size(tensors, "blocks.0.0.bn1.gain.weight", 1, 2);
        if (conditions != embedding && conditions != embedding + chunk) {
            throw new UnsupportedInputException(tensors.source() + ": blocks.0.0.bn1.gain.weight takes " + conditions
                    + " numbers, expected " + embedding + " (the embedding) or " + (embedding + chunk)
                    + " (with a chunk of z)");
        }
        return new BigGanArchitecture(
                channels, attention, chunk, embedding, size(tensors, EMBEDDING, 0, 2), conditions != embedding, width);
    }

    /** Returns the number of blocks. */
    public int blocks() {
        return blockChannels.size() - 1;
    }

    /** Returns the height and width of an image in pixels. */
    public int resolution() {
        return bottomWidth << blocks();
    }

    /** Returns the length of z. */
    public int latentSize() {
        return hierarchical ? latentChunk * (blocks() + 1) : latentChunk;
    }

    /** Returns the length of the condition of a block's batch norms. */
    public int conditions() {
        return hierarchical ? embeddingSize + latentChunk : embeddingSize;
    }

    /** Whether a self-attention follows a block. */
    public boolean attentionFollows(int block) {
        return attentionAfter.contains(block);
    }

    private static void refuseWithoutSharedEmbedding(StateDict tensors) {
        if (!tensors.contains(EMBEDDING)) {
            throw new UnsupportedInputException(tensors.source()
                    + ": this generator has no shared class embedding (no tensor 'shared.weight'): each of its batch"
                    + " norms has its own gains and biases per class, so there is no single class embedding to tune;"
                    + " train or convert it with --G_shared");
        }
    }

    private static boolean hasAny(StateDict tensors, String prefix) {
        return tensors.names().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private static int bottomWidth(StateDict tensors, int channels) {
        int outputs = size(tensors, "linear.weight", 0, 2);
        int width = (int) Math.round(Math.sqrt((double) outputs / channels));
        if (width < 1 || width * width * channels != outputs) {
            throw new UnsupportedInputException(tensors.source() + ": linear.weight has " + outputs
                    + " outputs, expected a square map of " + channels + " channels");
        }
        return width;
    }

    private static int size(StateDict tensors, String name, int dimension, int rank) {
        long[] shape = tensors.get(name).shape();
        if (shape.length != rank || shape[dimension] < 1) {
            throw new UnsupportedInputException(tensors.source() + ": tensor '" + name + "' is "
                    + tensors.get(name).describe() + ", expected " + rank + " dimensions");
        }
        return Math.toIntExact(shape[dimension]);
    }
}
