package org.biggantune.archive.scalar;

import java.nio.ByteBuffer;

/** Encodes Java numbers as elements of a floating-point type, rounded to nearest with ties to even. */
public final class ScalarEncoder {
    private ScalarEncoder() {}

    /**
     * Writes a number at a byte index in the buffer's byte order.
     *
     * @return false, without writing, if the number is finite and exceeds the type's range
     */
    public static boolean put(ScalarType type, ByteBuffer data, int at, float value) {
        switch (type) {
            case FLOAT64 -> data.putDouble(at, value);
            case FLOAT32 -> data.putFloat(at, value);
            case FLOAT16, BFLOAT16 -> {
                short bits = type == ScalarType.FLOAT16 ? half(value) : bfloat16(value);
                short infinity = (short) (type == ScalarType.FLOAT16 ? 0x7c00 : 0x7f80);
                if (Float.isFinite(value) && (bits & 0x7fff) == infinity) {
                    return false;
                }
                data.putShort(at, bits);
            }
            default -> throw new IllegalArgumentException(type + " is not a floating-point type");
        }
        return true;
    }

    /** Converts IEEE 754 binary32 to binary16. */
    static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        // From half a unit in the last place above the largest number on, values round to infinity.
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) {
            // Multiples of 2^-24; 1024 of them are the smallest normal number.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        int rest = bits & 0x7fff_ffff;
        int rounded = rest + 0xfff + ((rest >>> 13) & 1);
        return (short) (sign | ((rounded >>> 13) - (112 << 10)));
    }

    /** Converts IEEE 754 binary32 to bfloat16. */
    static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }
}
