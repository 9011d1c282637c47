package org.biggantune.command.tune;

import java.util.List;
import java.util.Optional;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Shard;

/**
 * Worker processes that a run shares its classes out among: one for each device, each this same tool.
 *
 * @param devices a device for each worker; empty where the run tunes by itself
 * @param arguments the command line of the run, which workers repeat
 * @param shard the part of the classes that this process and its workers tune; empty for all of them
 */
public record WorkerPool(List<DeviceChoice> devices, List<String> arguments, Optional<Shard> shard) {
    /** Copies the lists. */
    public WorkerPool {
        devices = List.copyOf(devices);
        arguments = List.copyOf(arguments);
    }

    /** Whether the run tunes by itself. */
    boolean isEmpty() {
        return devices.isEmpty();
    }
}
