package org.biggantune.archive.array;

import java.util.Arrays;
import java.util.Objects;
import org.biggantune.archive.scalar.ScalarType;

/**
 * Type and shape of an array, from its header.
 *
 * @param type the element type
 * @param shape the shape, empty for a scalar
 */
public record ArrayDescription(ScalarType type, long[] shape) {
    /** Copies the shape. */
    public ArrayDescription {
        Objects.requireNonNull(type, "type");
        shape = shape.clone();
    }

    /** Returns a copy of the shape. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Returns the number of elements. */
    public long elementCount() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** Compares type and shape. */
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
