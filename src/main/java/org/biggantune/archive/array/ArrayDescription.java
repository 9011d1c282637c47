package org.biggantune.archive.array;

import java.util.Arrays;
import java.util.Objects;
import org.biggantune.archive.scalar.ScalarType;

/**
 * What an array's header says of it.
 *
 * @param type element type
 * @param shape sizes, empty for a scalar; their product is the number of elements
 */
public record ArrayDescription(ScalarType type, long[] shape) {
    /** Copies the sizes. */
    public ArrayDescription {
        Objects.requireNonNull(type, "type");
        shape = shape.clone();
    }

    /**
     * The sizes.
     *
     * @return a copy
     */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** The number of elements. */
    public long elementCount() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** Equal where type and sizes are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ArrayDescription array && type == array.type && Arrays.equals(shape, array.shape);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return type.label() + " " + Arrays.toString(shape);
    }
}
