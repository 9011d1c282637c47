package org.biggantune.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * Numbers as people read them: a fixed count of decimals, and more where that would leave fewer than two significant
 * digits, so that 0.0010 and 0.0031 do not both become 0.00.
 */
public final class SignificantDigits {
    private static final MathContext TWO = new MathContext(2);

    /** Below it a number is written with an exponent. */
    private static final double LEAST_PLAIN = 1e-5;

    private SignificantDigits() {}

    /**
     * A number as text, with a point whatever the locale.
     *
     * @param value any number
     * @param decimals digits after the point where they hold two significant ones, at least 1; 0 has as many
     */
    public static String of(double value, int decimals) {
        double size = Math.abs(value);
        if (size == 0 || !(size < Math.pow(10, 1.0 - decimals))) {
            return String.format(Locale.ROOT, "%." + decimals + "f", value);
        }
        if (size < LEAST_PLAIN) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(TWO);
        return rounded.setScale(rounded.scale() + TWO.getPrecision() - rounded.precision())
                .toPlainString();
    }

    /** A change with its sign; like {@link #of}. */
    public static String signed(double value, int decimals) {
        return (value >= 0 ? "+" : "") + of(value, decimals);
    }
}
