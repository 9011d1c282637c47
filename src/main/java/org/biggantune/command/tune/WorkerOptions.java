package org.biggantune.command.tune;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.DeviceList;
import org.biggantune.domain.Shard;
import org.biggantune.domain.failure.SettingsConflictException;
import picocli.CommandLine.Option;

/** The options that distribute the classes of a run over worker processes and shards. */
public final class WorkerOptions {
    /** The option that a parent process appends to its own command line to start a worker. */
    static final String WORKER = "--worker";

    @Option(
            names = "--devices",
            paramLabel = "LIST",
            description = "Distribute the classes over worker processes, one for each device in the list: CUDA device"
                    + " numbers, cuda:N or cpu, such as 0,1 or cpu,cpu. They share --threads. none: one process, on"
                    + " --device (default: ${DEFAULT-VALUE}).")
    private String devices;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description =
                    "Tune every N-th class starting with the I-th (I from 0); all shards share one --out, and merge"
                            + " combines them. auto: the task of a Slurm, LSF or Grid Engine array; auto/N: a task of an"
                            + " array of N tasks numbered from 0, as with PBS; none: all classes (default:"
                            + " ${DEFAULT-VALUE}).")
    private String shard;

    @Option(names = WORKER, hidden = true, description = "Take tasks from standard input.")
    private boolean worker;

    /**
     * The worker processes and the shard of a run.
     *
     * @param devices the device of each worker; empty if this process tunes
     * @param arguments the command line of the run, which workers repeat
     * @param shard the shard that this process and its workers tune; empty for all classes
     */
    record Pool(List<DeviceChoice> devices, List<String> arguments, Optional<Shard> shard) {
        /** Copies the lists. */
        Pool {
            devices = List.copyOf(devices);
            arguments = List.copyOf(arguments);
        }

        /** Returns whether there are no workers. */
        boolean isEmpty() {
            return devices.isEmpty();
        }
    }

    /** Returns whether arguments are those of a worker. */
    public static boolean isWorker(String... arguments) {
        return Arrays.asList(arguments).contains(WORKER);
    }

    boolean worker() {
        return worker;
    }

    /**
     * Returns the workers and the shard of a run.
     *
     * @param device the value of {@code --device}
     * @param arguments the whole command line
     * @throws SettingsConflictException if {@code --device} and {@code --devices} both name devices
     */
    Pool pool(DeviceChoice device, List<String> arguments) {
        // A worker's own --device overrides a --devices from files or environment.
        List<DeviceChoice> list = worker ? List.of() : DeviceList.parse(devices);
        if (!list.isEmpty() && device.kind() != DeviceChoice.Kind.AUTO) {
            throw new SettingsConflictException("--devices " + devices + " with --device " + device
                    + ": both select devices; leave one of them out (--device auto)");
        }
        return new Pool(list, arguments, worker ? Optional.empty() : Shard.parse(shard, System.getenv()));
    }
}
