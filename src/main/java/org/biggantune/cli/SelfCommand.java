package org.biggantune.cli;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the command that starts this tool again, with the same Java, options and class path. */
public final class SelfCommand {
    private SelfCommand() {}

    /**
     * Returns the command line.
     *
     * @param main the class to run
     * @param options Java options, placed before those of this process, which override them
     * @param arguments the arguments of the class
     */
    public static List<String> command(String main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseGet(SelfCommand::javaHome));
        command.addAll(options);
        // ProcessHandle gives the arguments too, but not long command lines, and none on Windows.
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // Agents stay behind: a debugger's port is taken, and a profiler watches this process only.
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

    /** Ends this process with the one that started it; if that is killed, nobody waits for an answer. */
    public static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> {
            CompletableFuture<Void> unused =
                    parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
        });
    }

    private static String classPath() {
        // A test runner may have loaded this class through a loader of its own.
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
