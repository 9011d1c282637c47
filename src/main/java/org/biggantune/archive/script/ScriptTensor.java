package org.biggantune.archive.script;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A float32 tensor to be written into a TorchScript archive; its numbers are asked for only while they are written, so
 * that a large model never lies in memory whole.
 *
 * @param shape the sizes, outermost first
 * @param layout the order of the numbers in the file; the tensor's meaning is the same in both
 * @param values gives the numbers in row-major order, {@code shape}'s product of them
 */
public record ScriptTensor(long[] shape, Layout layout, Supplier<float[]> values) {

    /** The order in which a tensor's numbers lie in its storage. */
    enum Layout {
        /** Row-major: the last dimension varies fastest. */
        CONTIGUOUS,
        /** For four dimensions [n, c, h, w]: stored as [n, h, w, c], which oneDNN and cuDNN read fastest. */
        CHANNELS_LAST
    }

    /** Copies the shape and checks that the layout fits it. */
    public ScriptTensor {
        shape = shape.clone();
        if (layout == Layout.CHANNELS_LAST && shape.length != 4) {
            throw new IllegalArgumentException("channels-last needs four dimensions, found " + Arrays.toString(shape));
        }
    }

    /**
     * A frozen row-major tensor of numbers already at hand.
     *
     * @param values row-major numbers, not copied
     * @param shape the sizes
     */
    public static ScriptTensor of(float[] values, long... shape) {
        return new ScriptTensor(shape, Layout.CONTIGUOUS, () -> values);
    }

    /**
     * A frozen row-major tensor of numbers that are computed when they are written.
     *
     * @param values gives row-major numbers
     * @param shape the sizes
     */
    public static ScriptTensor lazy(Supplier<float[]> values, long... shape) {
        return new ScriptTensor(shape, Layout.CONTIGUOUS, values);
    }

    /** The same tensor in the channels-last layout. */
    public ScriptTensor channelsLast() {
        return new ScriptTensor(shape, Layout.CHANNELS_LAST, values);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** The count of numbers. */
    int elementCount() {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return Math.toIntExact(count);
    }

    /** The step in the storage from one index to the next, for each dimension. */
    long[] strides() {
        long[] strides = new long[shape.length];
        if (layout == Layout.CHANNELS_LAST) {
            strides[1] = 1;
            strides[3] = shape[1];
            strides[2] = shape[1] * shape[3];
            strides[0] = shape[1] * shape[2] * shape[3];
            return strides;
        }
        long step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= shape[d];
        }
        return strides;
    }

    /** The numbers in the order of the storage. */
    float[] storage() {
        float[] rowMajor = values.get();
        if (rowMajor.length != elementCount()) {
            throw new IllegalStateException(
                    rowMajor.length + " values given for a tensor of shape " + Arrays.toString(shape));
        }
        return layout == Layout.CONTIGUOUS ? rowMajor : toChannelsLast(rowMajor);
    }

    private float[] toChannelsLast(float[] rowMajor) {
        int channels = (int) shape[1];
        int area = (int) (shape[2] * shape[3]);
        float[] stored = new float[rowMajor.length];
        for (int n = 0; n < shape[0]; n++) {
            int base = n * channels * area;
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < area; p++) {
                    stored[base + p * channels + c] = rowMajor[base + c * area + p];
                }
            }
        }
        return stored;
    }
}
