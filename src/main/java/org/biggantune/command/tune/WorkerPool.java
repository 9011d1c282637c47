package org.biggantune.command.tune;

import java.util.List;
import org.biggantune.domain.DeviceChoice;

/**
 * Worker processes that a run shares its classes out among: one for each device, each this same tool.
 *
 * @param devices a device for each worker; empty where the run tunes by itself
 * @param arguments the command line of the run, which workers repeat
 */
public record WorkerPool(List<DeviceChoice> devices, List<String> arguments) {
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
