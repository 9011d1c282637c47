package org.biggantune.cli;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command that starts this same tool again: the same Java with the same options and class path. */
public final class SelfCommand {
    private SelfCommand() {}

    /**
     * The command line.
     *
     * @param main the class to run
     * @param options in front of this process's own, which count where both say something
     * @param arguments of that class
     */
    public static List<String> command(String main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseGet(SelfCommand::javaHome));
        command.addAll(options);
        // The process's own command line would say it too, but not where it is long or on Windows.
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // A debugger's port is taken already, and what watches this process need not watch the other.
            if (!option.startsWith("-agent") && !option.startsWith("-javaagent") && !option.startsWith("-Xrunjdwp")) {
                command.add(option);
            }
        }
        command.add("-cp");
        command.add(classPath());
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    private static String classPath() {
        // A runner of tests may have loaded this from elsewhere than its own process's class path.
        if (SelfCommand.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs())
                    .map(url -> Path.of(URI.create(url.toString())).toString())
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        }
        return System.getProperty("java.class.path");
    }

    private static String javaHome() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
