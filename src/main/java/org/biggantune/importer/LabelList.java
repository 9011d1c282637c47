package org.biggantune.importer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.biggantune.domain.ImageNet;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.TextFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * Parses class names given by the user:
 *
 * <pre>
 * list = "imagenet" | "places365" | "cifar10" | "@" file | name { "," name }
 * </pre>
 *
 * <p>A file is UTF-8 text with one name per line; trailing blank lines are ignored. A line that is or begins with the
 * WordNet id of an ImageNet class, as in a synset file, gives that class.
 */
public final class LabelList {
    private LabelList() {}

    /**
     * Parses a list.
     *
     * @param option the option that gives the list, for messages
     * @param text the option's value
     * @throws InvalidOptionException if a name is empty
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws CorruptInputException if the file is not UTF-8 text or has a blank line among its names
     */
    public static List<String> parse(String option, String text) {
        if (text.startsWith("@")) {
            return ofFile(option, PathOption.parse(option, text.substring(1)));
        }
        Optional<List<String>> known = LabelSet.named(text.strip().toLowerCase(Locale.ROOT));
        if (known.isPresent()) {
            return known.get();
        }
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (names.contains("")) {
            throw new InvalidOptionException(option + " \"" + text
                    + "\": an empty name; expected names separated by commas, @FILE, imagenet, places365 or"
                    + " cifar10");
        }
        return names;
    }

    private static List<String> ofFile(String option, Path file) {
        List<String> names = new ArrayList<>();
        TextFile.read(option + " @" + file, file.toString(), TextFile.NAMES)
                .lines()
                .map(String::strip)
                .forEach(names::add);
        while (!names.isEmpty() && names.get(names.size() - 1).isEmpty()) {
            names.remove(names.size() - 1);
        }
        int blank = names.indexOf("");
        if (names.isEmpty() || blank >= 0) {
            throw new CorruptInputException(option + " @" + file + ": "
                    + (names.isEmpty() ? "the file contains no names" : "line " + (blank + 1) + " is blank")
                    + "; expected one name per line");
        }
        return ImageNet.withoutIds(names);
    }
}
