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
    /** Unsigned 8-bit integer that stands for a number, in quantized TorchScript programs; the number is not computed. */
    QUINT8(1, false, "QUInt8Storage", ""),
    /** Signed 8-bit integer that stands for a number, in quantized TorchScript programs; the number is not computed. */
    QINT8(1, false, "QInt8Storage", ""),
    /** Signed 32-bit integer that stands for a number, in quantized TorchScript programs; the number is not computed. */
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

    /**
     * The size of one element.
     *
     * @return bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Whether elements are floating-point numbers.
     *
     * @return false for integers and booleans
     */
    public boolean isFloating() {
        return floating;
    }

    /**
     * The name of PyTorch's storage class, without its module.
     *
     * @return such as {@code FloatStorage}
     */
    public String storageName() {
        return storageName;
    }

    /** Whether NumPy and safetensors have such elements too. */
    public boolean isQuantized() {
        return safetensorsName.isEmpty();
    }

    /**
     * A number as this type stores it.
     *
     * @param value any number
     * @return the nearest number that a floating-point type has, infinite beyond its range; of an integer type the same
     */
    public float rounded(float value) {
        return switch (this) {
            case FLOAT16 -> ScalarDecoder.half(ScalarEncoder.half(value));
            case BFLOAT16 -> Float.intBitsToFloat(ScalarEncoder.brain(value) << 16);
            default -> value;
        };
    }

    /** The type's code in a safetensors file, such as {@code F32}; empty where it has none. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /**
     * The name PyTorch and NumPy use for the type.
     *
     * @return such as {@code float32}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The type with the given storage class.
     *
     * @param storageName such as {@code FloatStorage}
     * @return the type, empty when there is none
     */
    public static Optional<ScalarType> ofStorageName(String storageName) {
        for (ScalarType type : values()) {
            if (type.storageName.equals(storageName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
