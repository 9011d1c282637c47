package org.biggantune.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The sections of options in the help of tuning commands, in order. They also say which options affect a run's results: a
 * sweep may vary those, and a target file may set them. All others concern files, scheduling or output, and are up to
 * whoever starts the run.
 */
public enum OptionSection {
    CLASSES("Classes", "--target", "--class", "--from-scan", "--worst"),
    MODELS(
            "Models",
            "--generator",
            "--classifier",
            "--judge",
            "--default-judge",
            "--precision",
            "--preprocessing",
            "--trust"),
    OUTPUT(
            "Output",
            "--out",
            "--write-generator",
            "--force",
            "--grid",
            "--save-every",
            "--report",
            "--tensorboard",
            "--json"),
    METHOD(
            "Method",
            "--iterations",
            "--steps-per-latents",
            "--batch",
            "--optimizer",
            "--learning-rate",
            "--schedule",
            "--weight-decay",
            "--proximity",
            "--known-proximity",
            "--diversity",
            "--diversity-weight",
            "--diversity-reduction",
            "--diversity-features",
            "--noise-layer",
            "--clamp",
            "--seed"),
    STARTING("Starting points", "--initial", "--initial-file", "--initial-noise", "--starts", "--ranking-samples"),
    CHOOSING(
            "Choosing the result",
            "--real-level",
            "--diversity-floor",
            "--probability-floor",
            "--least-gain",
            "--evaluate-every",
            "--patience",
            "--back-off",
            "--validation-samples",
            "--test-samples"),
    COLLAPSE(
            "Collapsed classes",
            "--collapsed-below",
            "--collapsed-iterations",
            "--collapsed-batch",
            "--collapsed-proximity",
            "--collapsed-diversity-weight",
            "--collapsed-top1-loss"),
    MACHINE(
            "Machine",
            "--device",
            "--devices",
            "--shard",
            "--threads",
            "--micro-batch",
            "--parallel-parts",
            "--parallel-starts",
            "--checkpoint-every",
            "--libtorch"),
    SETTINGS("Settings", "--config", "--preset", "--print-config", "--sweep"),
    MESSAGES("Messages and help", "--quiet", "--verbose", "--help", "--version"),
    /** Options that are in no other section. */
    OTHER("Other options");

    /** The sections whose options all affect results. */
    private static final List<OptionSection> OF_RESULTS = List.of(MODELS, METHOD, STARTING, CHOOSING, COLLAPSE);

    /** Options of other sections that do. */
    private static final Set<String> ALSO_OF_RESULTS =
            Set.of("--micro-batch", "--parallel-parts", "--parallel-starts", "--preset");

    private static final Set<String> NOT_OF_RESULTS = Set.of("--trust");

    private static final Set<String> RESULT_OPTIONS = Stream.concat(
                    OF_RESULTS.stream()
                            .flatMap(section -> section.names.stream())
                            .filter(name -> !NOT_OF_RESULTS.contains(name)),
                    ALSO_OF_RESULTS.stream())
            .map(name -> name.substring("--".length()))
            .collect(Collectors.toUnmodifiableSet());

    private final String heading;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
    private final List<String> names;

    OptionSection(String heading, String... names) {
        this.heading = heading;
        this.names = List.of(names);
    }

    /** Returns the heading. */
    public String heading() {
        return heading;
    }

    /** Returns the long names, without dashes, of the options that affect a run's results. */
    public static Set<String> resultOptions() {
        return RESULT_OPTIONS;
    }

    /** Returns whether a command's options are divided into sections: those of a tuning command, which has {@code --sweep}. */
    public static boolean divide(CommandSpec command) {
        return command.findOption("--sweep") != null;
    }

    /** Returns a command's visible options in this section, the most used first. */
    public List<OptionSpec> of(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden() && section(option) == this)
                .sorted(Comparator.comparingInt(option -> names.indexOf(option.longestName())))
                .toList();
    }

    /** Returns a command's visible options in the order of its help: by section, else as declared. */
    public static List<OptionSpec> inOrder(CommandSpec command) {
        if (divide(command)) {
            return List.of(values()).stream()
                    .flatMap(section -> section.of(command).stream())
                    .toList();
        }
        return command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparingInt(OptionSpec::order))
                .toList();
    }

    private static OptionSection section(OptionSpec option) {
        return List.of(values()).stream()
                .filter(section -> section.names.contains(option.longestName()))
                .findFirst()
                .orElse(OTHER);
    }
}
