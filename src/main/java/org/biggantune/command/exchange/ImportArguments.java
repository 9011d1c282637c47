package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.biggantune.domain.PathOption;
import org.biggantune.importer.ImportKind;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The arguments of an {@code import} that names no kind: {@code import FILE -o OUT} becomes {@code import generator FILE -o
 * OUT} if the file's tensors, or {@code --kind}, say so.
 */
public final class ImportArguments {
    private static final String IMPORT = "import";
    private static final String KIND = "--kind";

    private ImportArguments() {}

    /**
     * Puts the kind in.
     *
     * @param line makes the command line that is to parse arguments; only asked where a kind may be missing
     * @param arguments of the tool
     * @return the same arguments where there is nothing to put in
     * @throws org.biggantune.domain.failure.BigganTuneException if the file cannot be read or is of no kind
     */
    public static String[] withKind(Function<String[], CommandLine> line, String... arguments) {
        if (arguments.length < 2 || !arguments[0].equals(IMPORT)) {
            return arguments;
        }
        CommandLine command =
                Objects.requireNonNull(line.apply(arguments).getSubcommands().get(IMPORT));
        if (command.getSubcommands().containsKey(arguments[1])) {
            return arguments;
        }
        List<String> rest = new ArrayList<>(Arrays.asList(arguments).subList(1, arguments.length));
        Optional<String> kind = takeKind(rest)
                .or(() -> file(command, rest).map(file -> ImportKind.of(file).label()));
        if (kind.isEmpty()) {
            return arguments;
        }
        rest.add(0, kind.get());
        rest.add(0, IMPORT);
        return rest.toArray(String[]::new);
    }

    private static Optional<String> takeKind(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).startsWith(KIND + "=")) {
                return Optional.of(arguments.remove(i).substring(KIND.length() + 1));
            }
            if (arguments.get(i).equals(KIND) && i + 1 < arguments.size()) {
                arguments.remove(i);
                return Optional.of(arguments.remove(i));
            }
        }
        return Optional.empty();
    }

    /** The first argument that is neither an option nor an option's value. */
    private static Optional<Path> file(CommandLine command, List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-")) {
                return Optional.of(PathOption.parse("argument", argument));
            }
            if (takesValue(command, argument)) {
                i++;
            }
        }
        return Optional.empty();
    }

    private static boolean takesValue(CommandLine command, String option) {
        return command.getSubcommands().values().stream()
                .map(kind -> kind.getCommandSpec().findOption(option))
                .anyMatch((OptionSpec spec) -> spec != null && spec.arity().min() > 0);
    }
}
