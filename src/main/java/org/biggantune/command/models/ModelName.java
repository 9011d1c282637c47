package org.biggantune.command.models;

import java.util.regex.Pattern;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.io.MessageText;

/** Checks names of models, which are also file names. */
final class ModelName {
    /** The rule for names, for messages. */
    static final String RULE =
            "expected at most 100 letters, digits, '.', '_' and '-', starting with a letter or digit";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern ENDINGS =
            Pattern.compile("(\\.(gz|tar|pth|pt|bin|th|safetensors|zip))+$", Pattern.CASE_INSENSITIVE);

    private ModelName() {}

    /** Returns whether a text can be a model's name. */
    static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }

    /**
     * Checks and returns a name given by a user.
     *
     * @throws InvalidOptionException if it is invalid
     */
    static String require(String argument, String name) {
        if (!isValid(name)) {
            throw new InvalidOptionException(
                    argument + " " + MessageText.quoted(name) + ": not a valid model name; " + RULE);
        }
        return name;
    }

    /**
     * Derives a name from that of a file by dropping {@code .pth.tar}, {@code .pt.gz} and the like.
     *
     * @throws InvalidOptionException if the result is invalid
     */
    static String ofFile(String file) {
        String name = ENDINGS.matcher(file).replaceFirst("");
        if (!isValid(name)) {
            throw new InvalidOptionException(
                    MessageText.quoted(file) + ": not a valid model name; give another one with --as NAME");
        }
        return name;
    }
}
