package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.ParameterList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.archive.TorchScriptArchive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights of a program on the CPU that lie in the pages of its file instead of memory of their own: several processes
 * share them, and the system may drop them under pressure. libtorch has read its own copy before, which is freed.
 *
 * <p>Only for programs of this tool, which write to no weight: the pages are read-only. Only large weights that stand in
 * the file as they do in memory; those of most convolutions do not, as DJL sets row-major tensors alone.
 */
final class MappedWeights {
    /** No weights, which holds nothing. */
    static final MappedWeights NONE = new MappedWeights(List.of());

    /**
     * The system property that asks for it. Workers have it; elsewhere nobody shares the pages, and libtorch's warning that
     * a part of DJL is outdated would reach the terminal.
     */
    private static final String SWITCH = "biggantune.map-weights";

    private static final Logger LOG = LoggerFactory.getLogger(MappedWeights.class);
    private static final String OWN_PROGRAM = "__torch__.biggan_tune.";
    private static final long LEAST_BYTES = 1L << 20;

    /** What tensors point into; the garbage collector must not unmap it. */
    private final List<ByteBuffer> pages;

    private MappedWeights(List<ByteBuffer> pages) {
        this.pages = pages;
    }

    /**
     * Maps what can be mapped of a program that was loaded.
     *
     * @param archive already checked, may be closed; its file must not be cut or overwritten while the program is in use
     * @param parameters its weights on the CPU, frozen
     */
    static MappedWeights map(TorchScriptArchive archive, ParameterList parameters) {
        if (!wanted() || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return NONE;
        }
        if (!archive.rootClass().startsWith(OWN_PROGRAM)) {
            return NONE;
        }
        Path file = archive.path();
        List<ByteBuffer> pages = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            for (int i = 0; i < parameters.size(); i++) {
                NDArray weight = parameters.valueAt(i).getArray();
                long bytes = weight.size() * weight.getDataType().getNumOfBytes();
                Optional<TorchScriptArchive.Extent> extent = archive.extent(parameters.keyAt(i))
                        .filter(found -> found.bytes() == bytes && bytes >= LEAST_BYTES && bytes <= Integer.MAX_VALUE);
                if (extent.isPresent()) {
                    ByteBuffer page = channel.map(
                            FileChannel.MapMode.READ_ONLY, extent.get().position(), bytes);
                    JniUtils.set((PtNDArray) weight, page);
                    pages.add(page);
                }
            }
        } catch (IOException e) {
            // What is not mapped stays as libtorch has read it.
            LOG.info("{}: weights are not mapped: {}", file, e.getMessage());
        }
        LOG.info("{}: {} weights mapped", file, pages.size());
        return new MappedWeights(pages);
    }

    /** Whether programs on the CPU of this process use their files' pages. */
    static boolean wanted() {
        return Boolean.getBoolean(SWITCH);
    }

    /** Lets the pages go, once the program is closed. */
    void release() {
        if (this != NONE) {
            pages.clear();
        }
    }
}
