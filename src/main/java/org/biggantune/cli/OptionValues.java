package org.biggantune.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts option values with error messages for users; {@link WrongUsage} adds the option's name. */
public final class OptionValues {
    private OptionValues() {}

    /** Registers the converters with a command line and its subcommands. */
    public static void register(CommandLine line) {
        // One object for both types: JDK 17 cannot write a class-data archive with two equal method references.
        ITypeConverter<Integer> integers =
                text -> whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
        ITypeConverter<Long> longs = text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        ITypeConverter<Double> numbers = OptionValues::number;
        line.registerConverter(int.class, integers);
        line.registerConverter(Integer.class, integers);
        line.registerConverter(long.class, longs);
        line.registerConverter(Long.class, longs);
        line.registerConverter(double.class, numbers);
        line.registerConverter(Double.class, numbers);
        line.registerConverter(Path.class, OptionValues::path);
    }

    private static Long whole(String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            if (!text.matches("[+-]?\\d+")) {
                throw new TypeConversionException("expected a whole number");
            }
        }
        throw new TypeConversionException("expected a whole number from " + least + " to " + most);
    }

    private static Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("expected a number");
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is not a valid file name: " + e.getReason());
        }
    }
}
