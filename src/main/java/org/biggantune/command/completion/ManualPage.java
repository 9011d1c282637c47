package org.biggantune.command.completion;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.biggantune.cli.HelpLayout;
import org.biggantune.cli.OptionSection;
import org.biggantune.cli.ToolInfo;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Generates a command's manual page with the macros of man(7). */
final class ManualPage {
    private final CommandSpec spec;
    private final UsageMessageSpec usage;
    private final Help help;
    private final StringBuilder page = new StringBuilder();

    ManualPage(CommandLine command) {
        this.spec = command.getCommandSpec();
        this.usage = spec.usageMessage();
        this.help = new Help(spec, Help.defaultColorScheme(Ansi.OFF));
    }

    /** Returns the page's name, such as {@code biggan-tune-import-generator}. */
    String name() {
        return spec.qualifiedName("-");
    }

    /** Returns the page. */
    String text() {
        String tool = spec.root().name();
        String version = tool + " " + ToolInfo.ofProcess().version();
        String title = name().toUpperCase(Locale.ROOT);
        page.append(String.format(Locale.ROOT, ".TH \"%s\" 1 \"\" \"%s\" \"%s\"\n", title, version, tool));
        // No hyphenation, which would break options, and no justification.
        page.append(".nh\n.ad l\n");
        section("NAME");
        paragraph(name() + " - " + HelpText.of(usage.header().length > 0 ? usage.header() : usage.description()));
        section("SYNOPSIS");
        synopsis();
        section("DESCRIPTION");
        lines(usage.description());
        arguments();
        options();
        commands();
        footer();
        exitCodes();
        if (spec.parent() != null) {
            section("SEE ALSO");
            paragraph(spec.parent().qualifiedName("-") + "(1)");
        }
        return page.toString();
    }

    private void synopsis() {
        for (String line : HelpLayout.synopsis(help)) {
            paragraph(line);
            page.append(".br\n");
        }
    }

    private void arguments() {
        List<PositionalParamSpec> shown = spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .toList();
        if (!shown.isEmpty()) {
            section("ARGUMENTS");
            shown.forEach(parameter -> item(
                    help.parameterLabelRenderer()
                            .renderParameterLabel(parameter, Ansi.OFF, List.of())
                            .toString(),
                    HelpText.of(parameter)));
        }
    }

    private void options() {
        section("OPTIONS");
        if (!OptionSection.divide(spec)) {
            OptionSection.inOrder(spec).forEach(this::option);
            return;
        }
        for (OptionSection section : OptionSection.values()) {
            List<OptionSpec> options = section.of(spec);
            if (!options.isEmpty()) {
                page.append(".SS ").append(escaped(section.heading())).append('\n');
                options.forEach(this::option);
            }
        }
    }

    private void option(OptionSpec option) {
        String label = help.parameterLabelRenderer()
                .renderParameterLabel(option, Ansi.OFF, List.of())
                .toString();
        item(String.join(", ", option.names()) + label, HelpText.of(option));
    }

    private void commands() {
        if (!spec.subcommands().isEmpty()) {
            section("COMMANDS");
            spec.subcommands()
                    .forEach((name, command) -> item(
                            command.getCommandSpec().qualifiedName("-") + "(1)",
                            HelpText.of(command.getCommandSpec().usageMessage().header())));
        }
    }

    private void footer() {
        if (usage.footer().length > 0) {
            section("EXAMPLES");
            lines(Arrays.stream(usage.footer())
                    .filter(line -> !line.equals("Examples:"))
                    .toArray(String[]::new));
        }
    }

    /** Adds paragraphs, and examples, which are indented and keep their line breaks. */
    private void lines(String... lines) {
        for (String line : lines) {
            if (line.startsWith(" ")) {
                page.append(".nf\n").append(escaped(line)).append("\n.fi\n");
            } else if (!line.isBlank()) {
                page.append(".PP\n");
                paragraph(HelpText.of(line));
            }
        }
    }

    private void exitCodes() {
        if (!usage.exitCodeList().isEmpty()) {
            section("EXIT STATUS");
            usage.exitCodeList().forEach((code, meaning) -> item(code.strip(), meaning));
        }
    }

    private void section(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void paragraph(String text) {
        page.append(escaped(text)).append('\n');
    }

    private void item(String term, String text) {
        page.append(".TP\n\\fB").append(escaped(term)).append("\\fR\n");
        paragraph(text);
    }

    /** Escapes roff's requests, escape sequences and hyphens in a text. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
        return plain.startsWith(".") ? "\\&" + plain : plain;
    }
}
