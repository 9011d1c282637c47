package org.biggantune.archive.script;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A float32 tensor to be written into a TorchScript archive. Its values are supplied only while they are written, so
 * that a large model is never in memory as a whole.
 *
 * @param shape the shape
 * @param layout the order of the values in the file
 * @param values supplies the values in row-major order
 */
public record ScriptTensor(long[] shape, Layout layout, Supplier<float[]> values) {

    /** The order of a tensor's values in its storage. */
    enum Layout {
        /** Row-major: the last dimension varies fastest. */
        CONTIGUOUS,
        /** For four dimensions [n, c, h, w]: stored as [n, h, w, c], which oneDNN and cuDNN read fastest. */
        CHANNELS_LAST
    }

    /** Copies the shape and checks the layout. */
    public ScriptTensor {
        shape = shape.clone();
        if (layout == Layout.CHANNELS_LAST && shape.length != 4) {
            throw new IllegalArgumentException("channels-last needs four dimensions, found " + Arrays.toString(shape));
        }
    }

    /**
     * Returns a row-major tensor with existing values.
     *
     * @param values the values, row-major, not copied
     * @param shape the shape
     */
    public static ScriptTensor of(float[] values, long... shape) {
        return new ScriptTensor(shape, Layout.CONTIGUOUS, () -> values);
    }

    /**
     * Returns a row-major tensor with values computed while they are written.
     *
     * @param values supplies the values, row-major
     * @param shape the shape
     */
    public static ScriptTensor lazy(Supplier<float[]> values, long... shape) {
        return new ScriptTensor(shape, Layout.CONTIGUOUS, values);
    }

    /** Returns a copy with the channels-last layout. */
    public ScriptTensor channelsLast() {
        return new ScriptTensor(shape, Layout.CHANNELS_LAST, values);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Returns the number of elements. */
    int elementCount() {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return Math.toIntExact(count);
    }

    /** Returns the strides in the storage. */
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

    /** Returns the values in the order of the storage. */
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
