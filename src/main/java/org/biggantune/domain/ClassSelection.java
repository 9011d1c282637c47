package org.biggantune.domain;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;

/**
 * The classes a user picks on the command line, in the order given and each once.
 *
 * <pre>
 * expression = "all" | "@" file | name | item { "," item }
 * item       = number | number "-" number | name
 * </pre>
 *
 * <p>A name may be a synonym or a WordNet id, as {@link ClassNames} knows them. A number is always a row, even where a
 * class has a number for a name. A whole expression that is a known name wins
 * over reading it as a comma list. A file holds one expression a line, not {@code @file} again.
 */
public final class ClassSelection {
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)(?:\\s*-\\s*(\\d+))?");
    private static final Pattern NEGATIVE = Pattern.compile("-\\s*\\d+");

    private final ClassNames names;
    private final int classCount;
    private final UnknownClass unknown;
    private final Set<Integer> chosen = new LinkedHashSet<>();

    private ClassSelection(ClassNames names, int classCount, NearestNames nearest) {
        if (classCount < 1) {
            throw new IllegalArgumentException("class count " + classCount + " is not positive");
        }
        this.names = names;
        this.classCount = classCount;
        this.unknown = new UnknownClass(names, classCount, nearest);
    }

    /**
     * The classes that expressions pick.
     *
     * @param expressions the values of {@code --class}, in order; at least one
     * @param names the names that may be used; may be empty
     * @param classCount the number of classes there are, at least 1
     * @param nearest what finds suggestions for an unknown name
     * @return distinct labels in the order in which they were first picked, unmodifiable
     * @throws InvalidOptionException for a number out of range, an unknown or ambiguous name, or nothing picked
     * @throws MissingInputException where a list file is not there
     * @throws CorruptInputException where a list file is not UTF-8 text
     */
    public static List<ClassLabel> parse(
            List<String> expressions, ClassNames names, int classCount, NearestNames nearest) {
        ClassSelection selection = new ClassSelection(names, classCount, nearest);
        for (String expression : expressions) {
            selection.add(expression.strip());
        }
        if (selection.chosen.isEmpty()) {
            throw new InvalidOptionException("--class: nothing selected; give a number, a range, a name, @file or all");
        }
        return selection.chosen.stream().map(names::label).toList();
    }

    private void add(String expression) {
        if (!expression.startsWith("@")) {
            addExpression(expression);
            return;
        }
        for (ClassListFile.Line line :
                ClassListFile.read(expression.substring(1).strip())) {
            try {
                if (line.text().startsWith("@")) {
                    throw new InvalidOptionException(
                            "--class " + line.text() + ": a list file cannot name another list file");
                }
                addExpression(line.text());
            } catch (InvalidOptionException e) {
                throw new InvalidOptionException(e.getMessage() + " (" + line.place() + ")", e);
            }
        }
    }

    private void addExpression(String expression) {
        if (expression.equalsIgnoreCase("all")) {
            IntStream.range(0, classCount).forEach(chosen::add);
            return;
        }
        if (!NUMBERS.matcher(expression).matches()
                && !names.indicesOf(expression).isEmpty()) {
            chosen.add(rowOf(expression));
            return;
        }
        for (String item : expression.split(",", -1)) {
            addItem(item.strip(), expression);
        }
    }

    private void addItem(String item, String expression) {
        if (item.isEmpty()) {
            throw new InvalidOptionException("--class \"" + expression
                    + "\": an empty item; expected numbers, ranges or names with commas between them");
        }
        Matcher numbers = NUMBERS.matcher(item);
        if (!numbers.matches()) {
            chosen.add(NEGATIVE.matcher(item).matches() ? row("", item) : rowOf(item));
            return;
        }
        int first = row(numbers.group(1), item);
        int last = numbers.group(2) == null ? first : row(numbers.group(2), item);
        if (last < first) {
            throw new InvalidOptionException(
                    "--class " + item + ": the range runs backwards; write it as " + last + "-" + first);
        }
        IntStream.rangeClosed(first, last).forEach(chosen::add);
    }

    private int row(String digits, String item) {
        // No digits stand for a negative number; ten and more cannot be a row, and must not overflow.
        String significant = digits.replaceFirst("^0+(?=.)", "");
        long row = digits.isEmpty() || significant.length() > 9 ? Long.MAX_VALUE : Long.parseLong(significant);
        if (row >= classCount) {
            throw new InvalidOptionException("--class " + item + ": " + unknown.number(digits.isEmpty() ? -1 : row));
        }
        return (int) row;
    }

    private int rowOf(String name) {
        List<Integer> found = names.indicesOf(name);
        if (found.isEmpty()) {
            throw new InvalidOptionException("--class \"" + name + "\": " + unknown.name(name));
        }
        if (found.size() > 1) {
            throw new InvalidOptionException("--class \"" + name + "\": ambiguous: " + names.describe(found));
        }
        int row = found.get(0);
        if (row >= classCount) {
            throw new InvalidOptionException(String.format(
                    Locale.ROOT,
                    "--class \"%s\": it is class %d, but the %s has classes 0–%d",
                    name,
                    row,
                    names.owner(),
                    classCount - 1));
        }
        return row;
    }
}
