package org.biggantune.run;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts this same tool again: the same Java with the same options and class path. */
final class WorkerCommand {
    private static final String MAIN = "org.biggantune.Main";

    /** Workers on the CPU share the pages of the models' files; see {@code model.MappedWeights}. */
    private static final String MAP_WEIGHTS = "-Dbiggantune.map-weights=true";

    private WorkerCommand() {}

    /** The command for arguments of the tool. */
    static List<String> of(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseGet(WorkerCommand::javaHome));
        // In front: what the user sets counts.
        command.add(MAP_WEIGHTS);
        // The process's own command line would say it too, but not where it is long or on Windows.
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // A debugger's port is taken already.
            if (!option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp")) {
                command.add(option);
            }
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(MAIN);
        command.addAll(arguments);
        return command;
    }

    private static String javaHome() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
