package org.biggantune.command.tune;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.DeviceList;
import org.biggantune.domain.Shard;
import org.biggantune.domain.failure.SettingsConflictException;
import picocli.CommandLine.Option;

/** Worker processes that share the classes of a run. */
public final class WorkerOptions {
    /** Given to a worker by the process that starts it, behind that process's own command line. */
    static final String WORKER = "--worker";

    @Option(
            names = "--devices",
            paramLabel = "LIST",
            description = "Share the classes out among worker processes, one for each device: numbers of CUDA devices,"
                    + " cuda:N or cpu, such as 0,1 or cpu,cpu. --threads is divided among them. none: one process, on"
                    + " --device (default: ${DEFAULT-VALUE}).")
    private String devices;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description =
                    "Tune every N-th class from the I-th on (I from 0), with all shards on one --out, then join them"
                            + " with merge. auto: the task of a Slurm, LSF or Grid Engine array; auto/N: the task of an array"
                            + " numbered from 0 of which N are counted, as with PBS; none: all classes (default:"
                            + " ${DEFAULT-VALUE}).")
    private String shard;

    @Option(names = WORKER, hidden = true, description = "Take tasks from standard input.")
    private boolean worker;

    /**
     * Who tunes the classes of a run.
     *
     * @param devices a device for each worker; empty where the run tunes by itself
     * @param arguments the command line of the run, which workers repeat
     * @param shard the part of the classes that this process and its workers tune; empty for all of them
     */
    record Pool(List<DeviceChoice> devices, List<String> arguments, Optional<Shard> shard) {
        /** Copies the lists. */
        Pool {
            devices = List.copyOf(devices);
            arguments = List.copyOf(arguments);
        }

        /** Whether the run tunes by itself. */
        boolean isEmpty() {
            return devices.isEmpty();
        }
    }

    /** Whether arguments are those of a worker. */
    public static boolean isWorker(String... arguments) {
        return Arrays.asList(arguments).contains(WORKER);
    }

    boolean worker() {
        return worker;
    }

    /**
     * The workers of a run.
     *
     * @param device what {@code --device} says
     * @param arguments the whole command line
     * @throws SettingsConflictException if both options name devices
     */
    Pool pool(DeviceChoice device, List<String> arguments) {
        // A worker has a device of its own, whatever files and environment say of all of them.
        List<DeviceChoice> list = worker ? List.of() : DeviceList.parse(devices);
        if (!list.isEmpty() && device.kind() != DeviceChoice.Kind.AUTO) {
            throw new SettingsConflictException("--devices " + devices + " with --device " + device
                    + ": both say where to run; leave one of them out (--device auto)");
        }
        return new Pool(list, arguments, worker ? Optional.empty() : Shard.parse(shard, System.getenv()));
    }
}
