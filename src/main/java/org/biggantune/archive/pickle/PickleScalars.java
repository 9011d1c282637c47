package org.biggantune.archive.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the values of opcodes for numbers and text, which follow the opcode in the stream. */
final class PickleScalars {
    private static final int MAX_INTEGER_BYTES = 256;
    private static final int MAX_NUMBER_LINE = 512;
    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private final PickleInput input;
    private final PickleLimits limits;

    PickleScalars(PickleInput input, PickleLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    Object number(int opcode) {
        return switch (opcode) {
            case 'I' -> integerLine(input.line(MAX_NUMBER_LINE));
            case 'J' -> (long) input.i4();
            case 'K' -> (long) input.u1();
            case 'M' -> (long) input.u2();
            case 'L' -> longLine(input.line(MAX_NUMBER_LINE));
            case 0x8a -> integer(input.u1());
            case 0x8b -> integer(input.i4());
            case 'F' -> floatLine(input.line(MAX_NUMBER_LINE));
            default -> input.bigEndianDouble();
        };
    }

    Object text(int opcode) {
        int limit = limits.maxText();
        return switch (opcode) {
            case 'S' -> quotedLine(input.line(limit));
            case 'T' -> latin(input.bytes(input.i4(), limit, "a string"));
            case 'U' -> latin(input.bytes(input.u1(), limit, "a string"));
            case 'V' -> escapedLine(input.line(limit));
            case 'X' -> input.utf8(input.i4() & 0xffffffffL, limit, "a string");
            case 0x8c -> input.utf8(input.u1(), limit, "a string");
            case 0x8d -> input.utf8(input.i8(), limit, "a string");
            case 'B' -> input.bytes(input.i4() & 0xffffffffL, limit, "a byte string");
            case 'C' -> input.bytes(input.u1(), limit, "a byte string");
            default -> input.bytes(input.i8(), limit, "a byte string");
        };
    }

    private Object integer(int byteCount) {
        byte[] bytes = input.bytes(byteCount, MAX_INTEGER_BYTES, "an integer");
        if (bytes.length == 0) {
            return 0L;
        }
        byte[] bigEndian = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            bigEndian[bytes.length - 1 - i] = bytes[i];
        }
        return narrowed(new BigInteger(bigEndian));
    }

    private Object integerLine(String line) {
        return switch (line) {
            case "00" -> false;
            case "01" -> true;
            default -> longLine(line);
        };
    }

    private Object longLine(String line) {
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        if (!digits.matches("[+-]?[0-9]+")) {
            throw input.corrupt("'" + line + "' is not an integer");
        }
        return narrowed(new BigInteger(digits));
    }

    private Object floatLine(String line) {
        try {
            return switch (line) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.valueOf(line);
            };
        } catch (NumberFormatException e) {
            throw input.corrupt("'" + line + "' is not a number");
        }
    }

    private static Object narrowed(BigInteger value) {
        boolean fits = value.compareTo(MIN_LONG) >= 0 && value.compareTo(MAX_LONG) <= 0;
        return fits ? (Object) value.longValue() : value;
    }

    private String quotedLine(String line) {
        int last = line.length() - 1;
        boolean quoted = last >= 1 && line.charAt(0) == line.charAt(last) && "'\"".indexOf(line.charAt(0)) >= 0;
        if (!quoted || line.indexOf('\\') >= 0) {
            throw input.corrupt("a quoted string of an unsupported form");
        }
        return line.substring(1, last);
    }

    private String escapedLine(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            if (line.startsWith("\\u", i) && i + 6 <= line.length()) {
                text.append((char) hexadecimal(line.substring(i + 2, i + 6)));
                i += 5;
            } else {
                text.append(line.charAt(i));
            }
        }
        return text.toString();
    }

    private int hexadecimal(String digits) {
        try {
            return Integer.parseUnsignedInt(digits, 16);
        } catch (NumberFormatException e) {
            throw input.corrupt("'" + digits + "' is not hexadecimal");
        }
    }

    /**
     * Decodes a string of Python 2, which does not distinguish text from bytes: UTF-8 if valid, else one character per
     * byte.
     */
    private static String latin(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
