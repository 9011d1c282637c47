package org.biggantune.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.domain.Progress;
import org.jline.utils.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.slf4j.Logger;

/** What signals do to a process that never looks at them. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
final class StopSignalTest {
    /** Listens and sleeps. */
    static final class Sleeper {
        public static void main(String[] kind) throws InterruptedException {
            PrintStream out = System.out;
            try (StopSignal stop = kind[0].equals("run")
                    ? StopSignal.ofRun(Duration.ofMillis(200), line -> out.println(line))
                    : StopSignal.ofCommand(Progress.NONE)) {
                out.println("ready");
                while (stop.received().isEmpty()) {
                    Thread.sleep(10);
                }
                System.out.println("heard " + stop.received().get());
                Thread.sleep(60_000);
            }
        }
    }

    @Test
    void signal_toARunThatDoesNotLook_endsItWithTheCodeOfAStop() throws Exception {
        assumeFalse(ignoresHangup(), "started by nohup, which children inherit");
        Process process = start(List.of(), "run");
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("ready");
        signal("HUP", process);
        assertThat(out.readLine()).isEqualTo("heard SIGHUP");
        assertThat(out.readLine())
                .startsWith("biggan-tune: stopped by SIGHUP in a step that takes longer than")
                .endsWith("; run the same command again to resume from the last saved state");
        assertThat(process.waitFor()).isEqualTo(75);
    }

    /** As {@code scancel --full} sends it to the process and to the shell that passes it on. */
    @Test
    void signal_twiceAtOnce_isOneStop() throws Exception {
        Process process = start(List.of(), "run");
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("ready");
        signal("TERM", process);
        assertThat(out.readLine()).isEqualTo("heard SIGTERM");
        signal("TERM", process);
        assertThat(process.waitFor()).isEqualTo(75);
    }

    @Test
    void interrupt_twice_endsAtOnce() throws Exception {
        Process process = start(List.of(), "command");
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("ready");
        signal("INT", process);
        assertThat(out.readLine()).isEqualTo("heard SIGINT");
        signal("INT", process);
        assertThat(process.waitFor()).isEqualTo(130);
    }

    @Test
    void signal_toACommandThatDoesNotLook_endsItAsASignalDoes() throws Exception {
        Process process = start(List.of(), "command");
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        signal("USR1", process);
        assertThat(process.waitFor()).isEqualTo(138);
    }

    @Test
    void hangup_ignoredAsByNohup_staysIgnored() throws Exception {
        Process process = start(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"), "command");
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("ready");
        signal("HUP", process);
        signal("TERM", process);
        assertThat(out.readLine()).isEqualTo("heard SIGTERM");
        assertThat(process.waitFor()).isEqualTo(143);
    }

    private static boolean ignoresHangup() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.notExists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
    }

    private static Process start(List<String> before, String kind) throws IOException, URISyntaxException {
        List<String> places = new ArrayList<>();
        for (Class<?> type : List.of(StopSignal.class, StopSignalTest.class, Signals.class, Logger.class)) {
            places.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", String.join(File.pathSeparator, places), Sleeper.class.getName(), kind));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
