package org.biggantune.run;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts this same tool again: the same Java with the same options and class path. */
final class SameJava {
    private SameJava() {}

    /**
     * The command line.
     *
     * @param main the class to run
     * @param options in front of this process's own, which count where both say something
     * @param arguments of that class
     */
    static List<String> command(String main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseGet(SameJava::javaHome));
        command.addAll(options);
        // The process's own command line would say it too, but not where it is long or on Windows.
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // A debugger's port is taken already, and what watches this process need not watch the other.
            if (!option.startsWith("-agent") && !option.startsWith("-javaagent") && !option.startsWith("-Xrunjdwp")) {
                command.add(option);
            }
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    private static String javaHome() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
