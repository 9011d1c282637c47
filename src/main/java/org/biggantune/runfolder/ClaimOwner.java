package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.report.JsonFile;

/**
 * A process as others on the same file system know it.
 *
 * @param host the machine's name
 * @param boot what a machine draws anew at each start, and no other machine has; empty where the system has none
 * @param namespace the namespace in which the process has its number, as containers have their own; empty where unknown
 * @param process the process's number
 * @param started when it started, as the system has it: numbers are used again; empty where unknown
 */
record ClaimOwner(String host, String boot, String namespace, long process, String started) {
    private static final String BOOT = "/proc/sys/kernel/random/boot_id";
    private static final String HOST = "/proc/sys/kernel/hostname";
    private static final String NAMESPACE = "/proc/self/ns/pid";

    /** This process. */
    static ClaimOwner ofProcess() {
        ProcessHandle self = ProcessHandle.current();
        String namespace;
        try {
            namespace = String.valueOf(Files.readSymbolicLink(Path.of(NAMESPACE)));
        } catch (IOException | UnsupportedOperationException e) {
            namespace = "";
        }
        return new ClaimOwner(hostName(), text(BOOT).orElse(""), namespace, self.pid(), startOf(self));
    }

    /** The owner that a claim's text names. */
    static ClaimOwner of(JsonNode claim) {
        return new ClaimOwner(
                claim.path("host").asText(),
                claim.path("boot").asText(),
                claim.path("namespace").asText(),
                claim.path("process").asLong(-1),
                claim.path("started").asText());
    }

    ObjectNode json() {
        return (ObjectNode) JsonFile.tree(this);
    }

    /** Whether this process can see whether the other one is alive. */
    boolean isVisibleTo(ClaimOwner other) {
        return process > 0 && host.equals(other.host) && boot.equals(other.boot) && namespace.equals(other.namespace);
    }

    /** Whether a visible process is alive; another one that has its number by now is not it. */
    boolean isAlive() {
        return ProcessHandle.of(process)
                .filter(ProcessHandle::isAlive)
                .filter(found -> started.isEmpty() || started.equals(startOf(found)))
                .isPresent();
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(String::valueOf).orElse("");
    }

    private static String hostName() {
        return text(HOST).orElseGet(() -> {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "unknown";
            }
        });
    }

    private static Optional<String> text(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
