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
 * The classes selected by {@code --class}, in the given order and without duplicates.
 *
 * <pre>
 * expression = "all" | "@" file | name | item { "," item }
 * item       = number | number "-" number | name
 * </pre>
 *
 * <p>A name may be a synonym or a WordNet id, see {@link ClassNames}. A number is always an index, even if it is also
 * the name of a class. An expression that as a whole is a known name is not split at commas. A file contains one
 * expression per line, but no further {@code @file}.
 */
public final class ClassSelection {
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)(?:\\s*-\\s*(\\d+))?");
    private static final Pattern NEGATIVE = Pattern.compile("-\\s*\\d+");

    private final ClassNames names;
    private final int classCount;
    private final UnknownClass unknown;
    private final Set<Integer> selected = new LinkedHashSet<>();

    private ClassSelection(ClassNames names, int classCount) {
        if (classCount < 1) {
            throw new IllegalArgumentException("class count " + classCount + " is not positive");
        }
        this.names = names;
        this.classCount = classCount;
        this.unknown = new UnknownClass(names, classCount);
    }

    /**
     * Parses the expressions.
     *
     * @param expressions the values of {@code --class}, in order; at least one
     * @param names the names of the classes; may be empty
     * @param classCount the number of classes, at least 1
     * @return distinct labels in the order of their first occurrence, unmodifiable
     * @throws InvalidOptionException for a number out of range, an unknown or ambiguous name, or an empty selection
     * @throws MissingInputException if a list file does not exist
     * @throws CorruptInputException if a list file is not UTF-8 text
     */
    public static List<ClassLabel> parse(List<String> expressions, ClassNames names, int classCount) {
        ClassSelection selection = new ClassSelection(names, classCount);
        for (String expression : expressions) {
            selection.add(expression.strip());
        }
        if (selection.selected.isEmpty()) {
            throw new InvalidOptionException("--class: nothing selected; give a number, a range, a name, @file or all");
        }
        return selection.selected.stream().map(names::label).toList();
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
            IntStream.range(0, classCount).forEach(selected::add);
            return;
        }
        if (!NUMBERS.matcher(expression).matches()
                && !names.indicesOf(expression).isEmpty()) {
            selected.add(rowOf(expression));
            return;
        }
        for (String item : expression.split(",", -1)) {
            addItem(item.strip(), expression);
        }
    }

    private void addItem(String item, String expression) {
        if (item.isEmpty()) {
            throw new InvalidOptionException("--class \"" + expression
                    + "\": an empty item; expected numbers, ranges or names separated by commas");
        }
        Matcher numbers = NUMBERS.matcher(item);
        if (!numbers.matches()) {
            selected.add(NEGATIVE.matcher(item).matches() ? row("", item) : rowOf(item));
            return;
        }
        int first = row(numbers.group(1), item);
        int last = numbers.group(2) == null ? first : row(numbers.group(2), item);
        if (last < first) {
            throw new InvalidOptionException(
                    "--class " + item + ": the range runs backwards; write it as " + last + "-" + first);
        }
        IntStream.rangeClosed(first, last).forEach(selected::add);
    }

    private int row(String digits, String item) {
        // Empty digits represent a negative number; ten or more digits cannot be an index and must not overflow.
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
