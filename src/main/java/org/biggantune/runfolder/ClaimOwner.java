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
 * Identifies a process to other processes on the same file system.
 *
 * @param host the machine's name
 * @param boot the machine's boot ID, unique and new at each boot; empty if the system has none
 * @param namespace the PID namespace, since containers have their own; empty if unknown
 * @param process the process ID
 * @param started the process's start time, since IDs are reused; empty if unknown
 */
record ClaimOwner(String host, String boot, String namespace, long process, String started) {
    private static final String BOOT = "/proc/sys/kernel/random/boot_id";
    private static final String HOST = "/proc/sys/kernel/hostname";
    private static final String NAMESPACE = "/proc/self/ns/pid";

    /** Returns the identity of this process. */
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

    /** Reads the owner from a claim. */
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

    /** Returns whether {@code other} can tell if this process is alive. */
    boolean isVisibleTo(ClaimOwner other) {
        return process > 0 && host.equals(other.host) && boot.equals(other.boot) && namespace.equals(other.namespace);
    }

    /** Returns whether a visible process is alive, and its ID not reused by another one. */
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
