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
 * CPU weights that are memory-mapped from the program's file instead of allocated: processes share the pages, and the
 * system may evict them under memory pressure. The copy that libtorch read while loading is freed.
 *
 * <p>Only for programs of this tool, which never write to a weight, because the pages are read-only; and only for large
 * weights with the same layout in the file as in memory, which excludes most convolutions because DJL can only set
 * row-major tensors.
 */
final class MappedWeights {
    /** An instance without mapped weights. */
    static final MappedWeights NONE = new MappedWeights(List.of());

    /**
     * The system property that enables mapping. Only workers set it: otherwise no process would share the pages, and
     * libtorch's deprecation warning about DJL would appear on the terminal.
     */
    private static final String SWITCH = "biggantune.map-weights";

    private static final Logger LOG = LoggerFactory.getLogger(MappedWeights.class);
    private static final String OWN_PROGRAM = "__torch__.biggan_tune.";
    private static final long LEAST_BYTES = 1L << 20;

    /** The mapped pages that tensors point into; kept so that the garbage collector does not unmap them. */
    private final List<ByteBuffer> pages;

    private MappedWeights(List<ByteBuffer> pages) {
        this.pages = pages;
    }

    /**
     * Maps the weights of a loaded program as far as possible.
     *
     * @param archive the checked archive, possibly closed; its file must not be truncated or overwritten while the
     *     program is in use
     * @param parameters its frozen weights on the CPU
     */
    static MappedWeights map(TorchScriptArchive archive, ParameterList parameters) {
        if (!enabled() || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
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
            // Weights that are not mapped keep libtorch's copy.
            LOG.info("{}: weights are not mapped: {}", file, e.getMessage());
        }
        LOG.info("{}: {} weights mapped", file, pages.size());
        return new MappedWeights(pages);
    }

    /** Whether CPU programs of this process map their weights. */
    static boolean enabled() {
        return Boolean.getBoolean(SWITCH);
    }

    /** Releases the pages; call after closing the program. */
    void release() {
        if (this != NONE) {
            pages.clear();
        }
    }
}
