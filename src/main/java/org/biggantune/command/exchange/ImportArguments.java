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
 * Completes an {@code import} without a kind: {@code import FILE -o OUT} becomes {@code import generator FILE -o OUT},
 * according to {@code --kind} or the file's tensors.
 */
public final class ImportArguments {
    /** The option that gives the kind. */
    static final String KIND = "--kind";

    private static final String IMPORT = "import";

    private ImportArguments() {}

    /**
     * Inserts the kind if it is missing.
     *
     * @param line creates the command line to parse arguments; called only if a kind may be missing
     * @param arguments the arguments of the tool
     * @return the arguments, unchanged if there is nothing to insert
     * @throws org.biggantune.domain.failure.BigganTuneException if the file cannot be read or is of unknown kind
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

    /** Returns the first argument that is neither an option nor the value of one. */
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
