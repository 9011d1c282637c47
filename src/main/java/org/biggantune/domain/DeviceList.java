package org.biggantune.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.biggantune.domain.failure.InvalidOptionException;
import org.jspecify.annotations.Nullable;

/**
 * Parses the list of devices for worker processes, one process per device.
 *
 * <pre>
 * list = "none" | item { "," item }
 * item = number | "cuda" [ ":" number ] | "cpu"          a bare number means a CUDA device
 * </pre>
 */
public final class DeviceList {
    /** The text for no worker processes. */
    public static final String NONE = "none";

    private static final int MOST = 64;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");

    private DeviceList() {}

    /**
     * Parses a list.
     *
     * @param list for example {@code 0,1} or {@code cpu,cpu}; a device listed twice serves two processes
     * @return the devices in the order given; empty for {@code none}
     * @throws InvalidOptionException for anything else, or more than 64
     */
    public static List<DeviceChoice> parse(String list) {
        if (list.strip().equals(NONE)) {
            return List.of();
        }
        List<DeviceChoice> devices = new ArrayList<>();
        for (String item : list.split(",", -1)) {
            devices.add(device(list, item.strip()));
        }
        if (devices.size() > MOST) {
            throw new InvalidOptionException("--devices: " + devices.size() + " devices, expected at most " + MOST);
        }
        return List.copyOf(devices);
    }

    private static DeviceChoice device(String list, String item) {
        String name = NUMBER.matcher(item).matches() ? "cuda:" + item : item;
        try {
            DeviceChoice device = DeviceChoice.parse(name);
            if (device.kind() != DeviceChoice.Kind.AUTO) {
                return device;
            }
        } catch (InvalidOptionException e) {
            throw wrong(list, item, e);
        }
        throw wrong(list, item, null);
    }

    private static InvalidOptionException wrong(String list, String item, @Nullable Throwable cause) {
        return new InvalidOptionException(
                "--devices " + list + ": '" + item
                        + "' is not a device; expected none, or a comma-separated list of CUDA"
                        + " device numbers, cuda:N or cpu, such as 0,1",
                cause);
    }
}
