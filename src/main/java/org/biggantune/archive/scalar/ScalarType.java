package org.biggantune.archive.scalar;

import java.util.Locale;
import java.util.Optional;

/** The type of a tensor's elements, always little-endian in files. */
public enum ScalarType {
    /** IEEE 754 binary64. */
    FLOAT64(8, true, "DoubleStorage", "F64"),
    /** IEEE 754 binary32. */
    FLOAT32(4, true, "FloatStorage", "F32"),
    /** IEEE 754 binary16. */
    FLOAT16(2, true, "HalfStorage", "F16"),
    /** The upper half of a binary32. */
    BFLOAT16(2, true, "BFloat16Storage", "BF16"),
    /** Signed 64-bit integer. */
    INT64(8, false, "LongStorage", "I64"),
    /** Signed 32-bit integer. */
    INT32(4, false, "IntStorage", "I32"),
    /** Signed 16-bit integer. */
    INT16(2, false, "ShortStorage", "I16"),
    /** Signed 8-bit integer. */
    INT8(1, false, "CharStorage", "I8"),
    /** Unsigned 8-bit integer. */
    UINT8(1, false, "ByteStorage", "U8"),
    /** A byte, zero for false. */
    BOOL(1, false, "BoolStorage", "BOOL"),
    /** Unsigned 8-bit integer of a quantized TorchScript program; the real value is not computed. */
    QUINT8(1, false, "QUInt8Storage", ""),
    /** Signed 8-bit integer of a quantized TorchScript program; the real value is not computed. */
    QINT8(1, false, "QInt8Storage", ""),
    /** Signed 32-bit integer of a quantized TorchScript program; the real value is not computed. */
    QINT32(4, false, "QInt32Storage", "");

    private final int bytes;
    private final boolean floating;
    private final String storageName;
    private final String safetensorsName;

    ScalarType(int bytes, boolean floating, String storageName, String safetensorsName) {
        this.bytes = bytes;
        this.floating = floating;
        this.storageName = storageName;
        this.safetensorsName = safetensorsName;
    }

    /** Returns the size of an element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are floating-point numbers. */
    public boolean isFloating() {
        return floating;
    }

    /** Returns the name of PyTorch's storage class without module, such as {@code FloatStorage}. */
    public String storageName() {
        return storageName;
    }

    /** Whether this is a quantized type, which NumPy and safetensors do not have. */
    public boolean isQuantized() {
        return safetensorsName.isEmpty();
    }

    /** Rounds a number to this floating-point type; infinite beyond its range. Integer types return it unchanged. */
    public float rounded(float value) {
        return switch (this) {
            case FLOAT16 -> ScalarDecoder.half(ScalarEncoder.half(value));
            case BFLOAT16 -> Float.intBitsToFloat(ScalarEncoder.bfloat16(value) << 16);
            default -> value;
        };
    }

    /** Returns the type's code in a safetensors file, such as {@code F32}; empty if it has none. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** Returns the type's name in PyTorch and NumPy, such as {@code float32}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the type of a storage class such as {@code FloatStorage}, if there is one. */
    public static Optional<ScalarType> ofStorageName(String storageName) {
        for (ScalarType type : values()) {
            if (type.storageName.equals(storageName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
