package org.biggantune.archive;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.biggantune.archive.scalar.ScalarDecoder;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * A tensor of a state dict with elements read from the file on demand. Element (i, j, …) is at index {@code
 * storageOffset + i·stride₀ + j·stride₁ + …} of its storage; the range was checked against the file. Thread-safe;
 * usable until the file is closed.
 */
public final class StoredTensor {
    private static final int MAX_RANK = 64;
    private static final int CHUNK_BYTES = 1 << 20;
    /** The limit of elements of a tensor that repeats elements (stride 0) of a smaller storage. */
    private static final long MAX_EXPANDED = 1 << 20;

    private final String name;
    private final TensorStorage storage;
    private final long storageOffset;
    private final long[] shape;
    private final long[] strides;
    private final long elementCount;

    StoredTensor(String name, TensorStorage storage, long storageOffset, long[] shape, long[] strides) {
        this.name = name;
        this.storage = storage;
        this.storageOffset = storageOffset;
        this.shape = shape.clone();
        this.strides = strides.clone();
        this.elementCount = checkedCount();
    }

    private StoredTensor(String name, StoredTensor other) {
        this.name = name;
        this.storage = other.storage;
        this.storageOffset = other.storageOffset;
        this.shape = other.shape;
        this.strides = other.strides;
        this.elementCount = other.elementCount;
    }

    /** Receives the positions of elements. */
    @FunctionalInterface
    interface IndexVisitor {
        void visit(int index, long storageIndex);
    }

    /** Receives runs of consecutive elements. */
    @FunctionalInterface
    interface Sink {
        void accept(int index, ByteBuffer data, int byteAt, int count);
    }

    /** Returns its dotted name in the state dict it was taken from. */
    public String name() {
        return name;
    }

    /** Returns the element type in the file. */
    public ScalarType type() {
        return storage.type();
    }

    /** Returns a copy of its shape; empty for a scalar. */
    public long[] shape() {
        return shape.clone();
    }

    /** Returns a copy of its strides, in elements. */
    public long[] strides() {
        return strides.clone();
    }

    /** Returns the number of elements, the product of the shape. */
    public long elementCount() {
        return elementCount;
    }

    /** Returns the key of its storage in the file. */
    public String storageKey() {
        return storage.key();
    }

    /** Returns its offset in the storage, in elements. */
    public long storageOffset() {
        return storageOffset;
    }

    /** Describes type and shape, such as {@code float32 [8, 128]}. */
    public String describe() {
        return type().label() + " " + Arrays.toString(shape);
    }

    /**
     * Reads the elements in row-major order, float64 rounded to float32.
     *
     * @return a new array
     * @throws UnsupportedInputException if its elements are integers or exceed the size of a Java array
     * @throws CorruptInputException if the stored checksum does not match
     */
    public float[] floats() {
        requireFloating();
        float[] values = new float[intCount()];
        ScalarType type = type();
        read((index, data, at, count) -> {
            if (type == ScalarType.FLOAT32) {
                data.slice(at, count * Float.BYTES)
                        .order(data.order())
                        .asFloatBuffer()
                        .get(values, index, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                values[index + i] = ScalarDecoder.single(type, data, at + i * type.bytes());
            }
        });
        return values;
    }

    /** Whether its elements are stored consecutively in row-major order. */
    boolean isContiguous() {
        long expected = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && strides[axis] != expected) {
                return elementCount == 0;
            }
            expected *= shape[axis];
        }
        return true;
    }

    TensorStorage storage() {
        return storage;
    }

    StoredTensor renamed(String newName) {
        return new StoredTensor(newName, this);
    }

    private long checkedCount() {
        if (shape.length != strides.length || shape.length > MAX_RANK || storageOffset < 0) {
            throw corrupt("has shape " + Arrays.toString(shape) + ", strides " + Arrays.toString(strides)
                    + " and offset " + storageOffset + ", which are inconsistent");
        }
        try {
            long count = 1;
            long last = storageOffset;
            for (int axis = 0; axis < shape.length; axis++) {
                if (shape[axis] < 0 || strides[axis] < 0) {
                    throw corrupt("has a negative size or stride: shape " + Arrays.toString(shape) + ", strides "
                            + Arrays.toString(strides));
                }
                count = Math.multiplyExact(count, shape[axis]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[axis] - 1), strides[axis]));
            }
            if (count > 0 && last >= storage.elementCount()) {
                throw corrupt("reaches element " + last + " of storage " + MessageText.quoted(storage.key())
                        + ", which has " + storage.elementCount());
            }
            if (count > Math.max(storage.elementCount(), MAX_EXPANDED)) {
                throw corrupt("has " + count + " elements in a storage of " + storage.elementCount());
            }
            return count;
        } catch (ArithmeticException e) {
            throw corrupt("has an impossible size: shape " + Arrays.toString(shape) + ", strides "
                    + Arrays.toString(strides));
        }
    }

    private void requireFloating() {
        if (!type().isFloating()) {
            throw new UnsupportedInputException(storage.source().path() + ": tensor " + MessageText.quoted(name)
                    + " is " + describe() + ", expected floating-point numbers");
        }
    }

    private int intCount() {
        if (elementCount > Integer.MAX_VALUE - 8) {
            throw new UnsupportedInputException(storage.source().path() + ": tensor " + MessageText.quoted(name)
                    + " has " + elementCount + " elements, at most " + (Integer.MAX_VALUE - 8) + " can be read");
        }
        return (int) elementCount;
    }

    void read(Sink sink) {
        storage.check().run();
        if (elementCount == 0) {
            return;
        }
        if (isContiguous()) {
            readContiguous(sink);
        } else {
            readStrided(sink);
        }
    }

    private void readContiguous(Sink sink) {
        int width = type().bytes();
        int perChunk = CHUNK_BYTES / width;
        for (long done = 0; done < elementCount; done += perChunk) {
            int count = (int) Math.min(perChunk, elementCount - done);
            long at = storage.position() + (storageOffset + done) * width;
            sink.accept((int) done, storage.source().read(at, count * width), 0, count);
        }
    }

    private void readStrided(Sink sink) {
        int width = type().bytes();
        long span = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            span += (shape[axis] - 1) * strides[axis];
        }
        if (span > (Integer.MAX_VALUE - 8) / width) {
            throw new UnsupportedInputException(storage.source().path() + ": tensor " + MessageText.quoted(name)
                    + " is spread over " + span + " elements, more than can be read");
        }
        ByteBuffer data = storage.source().read(storage.position() + storageOffset * width, (int) span * width);
        forEachIndex((i, at) -> sink.accept(i, data, (int) (at - storageOffset) * width, 1));
    }

    /** Visits the elements in row-major order with their row-major index and their index in the storage. */
    void forEachIndex(IndexVisitor visitor) {
        int[] index = new int[shape.length];
        long at = storageOffset;
        int count = intCount();
        for (int n = 0; n < count; n++) {
            visitor.visit(n, at);
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                at -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }

    /** Whether one element of the storage may occur several times in the tensor, as after {@code expand}. */
    boolean repeatsElements() {
        Integer[] axes = IntStream.range(0, shape.length)
                .filter(axis -> shape[axis] > 1)
                .boxed()
                .sorted(Comparator.comparingLong(axis -> strides[axis]))
                .toArray(Integer[]::new);
        long reached = 0;
        for (int axis : axes) {
            if (strides[axis] <= reached) {
                return true;
            }
            reached += (shape[axis] - 1) * strides[axis];
        }
        return false;
    }

    private CorruptInputException corrupt(String what) {
        return new CorruptInputException(storage.source().path() + ": tensor " + MessageText.quoted(name) + " " + what);
    }
}
