package org.biggantune.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Runs the tool's launcher as a user's shell would, with the Java that runs the tests.
 *
 * <p>A value: each {@code with…} method returns a changed copy.
 *
 * @param program the launcher
 * @param folder the working directory
 * @param environment variables set in addition to the tests' own; those of the launcher itself are not inherited
 * @param limit how long a run may take before it is killed and the test fails
 */
public record Launcher(Path program, Path folder, Map<String, String> environment, Duration limit) {
    private static final List<String> NOT_INHERITED = List.of(
            "BIGGAN_TUNE_JAVA",
            "BIGGAN_TUNE_JAVA_OPTS",
            "BIGGAN_TUNE_HOME",
            "XDG_CONFIG_HOME",
            "DJL_REPO_URL",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS");

    /** A user's folder in which nothing is, so that no test depends on who runs it. */
    private static final String NO_USER = "/nonexistent/biggan-tune";

    /** Copies the environment. */
    public Launcher {
        environment = Map.copyOf(environment);
    }

    /**
     * The launcher of the checkout that is being tested, run in the checkout.
     *
     * @throws TestAbortedException outside {@code mvn verify}, where nothing is packaged
     */
    public static Launcher ofCheckout() {
        return of(Path.of(property("biggantune.launcher")));
    }

    /** Some launcher, run in the current directory with a limit of two minutes. */
    public static Launcher of(Path program) {
        Map<String, String> java =
                Map.of("BIGGAN_TUNE_JAVA", System.getProperty("java.home"), "BIGGAN_TUNE_HOME", NO_USER);
        return new Launcher(program, Path.of("").toAbsolutePath(), java, Duration.ofMinutes(2));
    }

    /**
     * The packaged distribution archive.
     *
     * @throws TestAbortedException outside {@code mvn verify}, where nothing is packaged
     */
    public static Path distribution() {
        return Path.of(property("biggantune.distribution"));
    }

    /** This launcher run in another working directory. */
    public Launcher withFolder(Path other) {
        return new Launcher(program, other, environment, limit);
    }

    /** This launcher with an environment variable set. */
    public Launcher withVariable(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Launcher(program, folder, more, limit);
    }

    /** This launcher with another time limit. */
    public Launcher withLimit(Duration other) {
        return new Launcher(program, folder, environment, other);
    }

    /**
     * Runs the launcher to its end, without standard input.
     *
     * @throws AssertionFailedError when it exceeds the time limit; it is killed first
     */
    public LaunchResult run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("launcher", ".out");
        Path err = Files.createTempFile("launcher", ".err");
        try {
            Process process = builder(arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new AssertionFailedError("no end within " + limit + "; stderr: " + Files.readString(err));
            }
            return new LaunchResult(process.exitValue(), Files.readString(out), Files.readString(err), process.pid());
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /**
     * A process builder for this launcher, for tests that talk to the running program.
     *
     * @return a builder with command, working directory and environment set; its streams are pipes
     */
    public ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeAll(NOT_INHERITED);
        builder.environment().putAll(environment);
        return builder;
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new TestAbortedException("system property " + name + " is not set; run mvn verify");
        }
        return value;
    }
}
