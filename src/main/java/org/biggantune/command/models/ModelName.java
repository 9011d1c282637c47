package org.biggantune.command.models;

import java.util.regex.Pattern;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.io.MessageText;

/** Names of models, which are names of files at the same time. */
final class ModelName {
    /** What a name may be, in words. */
    static final String RULE =
            "expected letters, digits, '.', '_' and '-', at most 100, the first one a letter or digit";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern ENDINGS =
            Pattern.compile("(\\.(gz|tar|pth|pt|bin|th|safetensors|zip))+$", Pattern.CASE_INSENSITIVE);

    private ModelName() {}

    /** Whether a text can be a model's name. */
    static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }

    /**
     * A name that a user gives.
     *
     * @throws InvalidOptionException if it cannot be one
     */
    static String require(String argument, String name) {
        if (!isValid(name)) {
            throw new InvalidOptionException(
                    argument + " " + MessageText.quoted(name) + ": no name for a model; " + RULE);
        }
        return name;
    }

    /**
     * The name that a file's own name suggests: without {@code .pth.tar}, {@code .pt.gz} and the like.
     *
     * @throws InvalidOptionException if that cannot be one
     */
    static String ofFile(String file) {
        String name = ENDINGS.matcher(file).replaceFirst("");
        if (!isValid(name)) {
            throw new InvalidOptionException(
                    MessageText.quoted(file) + ": no model can have this name; give another one by --as NAME");
        }
        return name;
    }
}
