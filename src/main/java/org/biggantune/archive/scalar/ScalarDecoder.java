package org.biggantune.archive.scalar;

import java.nio.ByteBuffer;

/** Decodes elements of any type to Java numbers, at a byte index of a buffer and in the buffer's byte order. */
public final class ScalarDecoder {
    private ScalarDecoder() {}

    /** Decodes an element of any type; integers beyond 2<sup>53</sup> are rounded. */
    public static double number(ScalarType type, ByteBuffer data, int at) {
        return switch (type) {
            case FLOAT64 -> data.getDouble(at);
            case FLOAT32 -> data.getFloat(at);
            case FLOAT16 -> half(data.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort(at) << 16);
            default -> integer(type, data, at);
        };
    }

    /** Decodes an element of any type, rounded to float32. */
    public static float single(ScalarType type, ByteBuffer data, int at) {
        return type == ScalarType.FLOAT32 ? data.getFloat(at) : (float) number(type, data, at);
    }

    static long integer(ScalarType type, ByteBuffer data, int at) {
        return switch (type) {
            case INT64 -> data.getLong(at);
            case INT32, QINT32 -> data.getInt(at);
            case INT16 -> data.getShort(at);
            case INT8, QINT8 -> data.get(at);
            case UINT8, QUINT8 -> data.get(at) & 0xff;
            case BOOL -> data.get(at) == 0 ? 0 : 1;
            default -> throw new IllegalArgumentException(type + " is not an integer type");
        };
    }

    /** Counts the NaN and infinite values among the buffer's first elements. */
    public static long notFinite(ScalarType type, ByteBuffer data, int count) {
        long found = 0;
        for (int i = 0; i < count; i++) {
            found += Double.isFinite(number(type, data, i * type.bytes())) ? 0 : 1;
        }
        return found;
    }

    /** Converts IEEE 754 binary16 to binary32 exactly; subnormal numbers are multiples of 2^-24. */
    public static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1f ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
    }
}
