package org.biggantune.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * Formats numbers with a fixed number of decimals, or more if needed for two significant digits: 0.0010 and 0.0031 do
 * not both become 0.00.
 */
public final class SignificantDigits {
    private static final MathContext TWO = new MathContext(2);

    /** Smaller numbers are formatted with an exponent. */
    private static final double LEAST_PLAIN = 1e-5;

    private SignificantDigits() {}

    /**
     * Formats a number with a decimal point whatever the locale.
     *
     * @param value any number
     * @param decimals digits after the point if they include two significant ones, at least 1; always used for 0
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

    /** Formats a change with its sign, else like {@link #of}. */
    public static String signed(double value, int decimals) {
        return (value >= 0 ? "+" : "") + of(value, decimals);
    }
}
