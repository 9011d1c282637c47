package org.biggantune.command.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Progress;
import org.biggantune.io.TemporaryFolder;

/**
 * Compares a device's results with recorded ones of a CPU for the shipped models (images, logits, gradients and a short
 * improve) and measures its speed, in each mode that the device supports.
 */
final class SelfTest {
    private final DeviceChoice device;
    private final OptionalInt threads;
    private final Path models;
    private final Progress progress;

    /**
     * Creates a test.
     *
     * @param models the folder of the shipped models
     * @param threads the threads of an operation; empty for the tool's choice
     */
    SelfTest(DeviceChoice device, OptionalInt threads, Path models, Progress progress) {
        this.device = device;
        this.threads = threads;
        this.models = models;
        this.progress = progress;
    }

    /**
     * Runs the test.
     *
     * @param gpu whether the device is a GPU
     * @throws org.biggantune.domain.failure.DeviceUnavailableException if the device fails
     */
    SelfTestResult run(boolean gpu) {
        List<List<SelfTestMode>> processes = processes(gpu);
        progress.begin("self-test", processes.size());
        try (TemporaryFolder folder = TemporaryFolder.create("biggan-tune-self-test")) {
            List<SelfTestResult> results = new ArrayList<>();
            for (List<SelfTestMode> modes : processes) {
                results.add(SelfTestProcess.run(device, threads, models, folder.path(), modes));
                progress.advance(results.size(), modes.get(modes.size() - 1).label());
            }
            return results.stream().reduce(SelfTestResult::and).orElseThrow();
        } finally {
            progress.end();
        }
    }

    /** Groups modes by process: on a GPU one process with TF32 off, and one with TF32 on for the others. */
    static List<List<SelfTestMode>> processes(boolean gpu) {
        List<SelfTestMode> modes = SelfTestMode.of(gpu);
        return gpu ? List.of(modes.subList(0, 1), modes.subList(1, modes.size())) : List.of(modes);
    }
}
