package org.biggantune.archive.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/**
 * The header of a {@code .npy} file: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }}, a Python
 * literal of exactly these three keys in any order.
 *
 * @param type the element type
 * @param bigEndian whether elements are big-endian
 * @param fortranOrder whether the first index varies fastest
 * @param shape the shape
 */
record NpyHeader(ScalarType type, boolean bigEndian, boolean fortranOrder, long[] shape) {
    private static final int MAX_RANK = 64;

    /** Returns the header of a little-endian row-major array, as written by NumPy. */
    static String text(ScalarType type, long[] shape) {
        String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return "{'descr': '" + code(type) + "', 'fortran_order': False, 'shape': (" + sizes
                + (shape.length == 1 ? ",), }" : "), }");
    }

    static NpyHeader parse(String label, String text) {
        return new Scanner(label, text).header();
    }

    private static String code(ScalarType type) {
        return switch (type) {
            case FLOAT64 -> "<f8";
            case FLOAT32 -> "<f4";
            case FLOAT16 -> "<f2";
            case INT64 -> "<i8";
            case INT32 -> "<i4";
            case INT16 -> "<i2";
            case INT8 -> "|i1";
            case UINT8 -> "|u1";
            case BOOL -> "|b1";
            case BFLOAT16, QUINT8, QINT8, QINT32 ->
                throw new IllegalArgumentException("a .npy file cannot contain " + type.label());
        };
    }

    /** Parses the literal from left to right. */
    private static final class Scanner {
        private final String label;
        private final String text;
        private int at;
        private @Nullable String descr;
        private @Nullable Boolean fortranOrder;
        private long @Nullable [] shape;

        Scanner(String label, String text) {
            this.label = label;
            this.text = text;
        }

        NpyHeader header() {
            Set<String> keys = new HashSet<>();
            expect('{');
            while (!next('}')) {
                String key = string();
                expect(':');
                if (!keys.add(key)) {
                    throw corrupt();
                }
                value(key);
                if (!next(',')) {
                    expect('}');
                    break;
                }
            }
            if (!text.substring(at).isBlank() || descr == null || fortranOrder == null || shape == null) {
                throw corrupt();
            }
            return new NpyHeader(type(descr), descr.startsWith(">"), fortranOrder, shape);
        }

        private void value(String key) {
            switch (key) {
                case "descr" -> descr = description();
                case "fortran_order" -> fortranOrder = truth();
                case "shape" -> shape = sizes();
                default -> throw corrupt();
            }
        }

        private String description() {
            skipSpace();
            if (text.startsWith("[", at)) {
                throw new UnsupportedInputException(
                        label + ": contains records with several fields, expected plain numbers");
            }
            return string();
        }

        private ScalarType type(String wanted) {
            for (ScalarType type : ScalarType.values()) {
                boolean storable =
                        type != ScalarType.BFLOAT16 && !type.isQuantized() && wanted.matches("[<>|][a-z][0-9]");
                if (storable && code(type).substring(1).equals(wanted.substring(1))) {
                    return type;
                }
            }
            throw new UnsupportedInputException(label + ": its elements are of type " + MessageText.quoted(wanted)
                    + ", expected one of f2 f4 f8 i1 i2 i4 i8 u1 b1");
        }

        private boolean truth() {
            skipSpace();
            for (String word : List.of("True", "False")) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw corrupt();
        }

        private long[] sizes() {
            List<Long> sizes = new ArrayList<>();
            expect('(');
            boolean comma = true;
            while (!next(')')) {
                if (!comma || sizes.size() >= MAX_RANK) {
                    throw corrupt();
                }
                sizes.add(number());
                comma = next(',');
            }
            if (sizes.size() == 1 && !comma) {
                throw corrupt();
            }
            return sizes.stream().mapToLong(Long::longValue).toArray();
        }

        private long number() {
            skipSpace();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - start < 19) {
                at++;
            }
            if (at == start || at - start > 18) {
                throw corrupt();
            }
            long number = Long.parseLong(text.substring(start, at));
            next('L');
            return number;
        }

        private String string() {
            skipSpace();
            char quote = at < text.length() ? text.charAt(at) : ' ';
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0) {
                throw corrupt();
            }
            String string = text.substring(at + 1, end);
            at = end + 1;
            return string;
        }

        private void expect(char wanted) {
            if (!next(wanted)) {
                throw corrupt();
            }
        }

        private boolean next(char wanted) {
            skipSpace();
            boolean found = at < text.length() && text.charAt(at) == wanted;
            at += found ? 1 : 0;
            return found;
        }

        private void skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
                at++;
            }
        }

        private CorruptInputException corrupt() {
            return new CorruptInputException(label + ": its .npy header is damaged at character " + at
                    + ", expected {'descr': ..., 'fortran_order': ..., 'shape': (...)}, found "
                    + MessageText.quoted(text));
        }
    }
}
