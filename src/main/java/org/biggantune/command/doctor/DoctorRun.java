package org.biggantune.command.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.biggantune.cli.ToolInfo;
import org.biggantune.cli.UserFolder;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.libtorch.CudaInstaller;
import org.biggantune.libtorch.Libtorch;
import org.biggantune.libtorch.NativeCache;
import org.biggantune.libtorch.NativeReport;
import org.biggantune.model.DeviceSmokeTest;
import org.biggantune.report.JsonFile;

/**
 * Examines this machine and whether a device can be used. Without a trial, no native library but that of the GPU driver is
 * loaded.
 */
final class DoctorRun {
    private static final List<String> SHIPPED = List.of("demo", "demo-collapsed", "demo-classifier", "demo-judge");
    private static final long UNPACKED_BYTES = 500_000_000;
    private static final double GIGA = 1e9;

    private final DoctorOptions options;
    private final Progress progress;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final ObjectNode json = JsonFile.object();
    private final List<String> problems = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();

    /** Creates a run that shows the progress of downloads. */
    DoctorRun(DoctorOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Installs the CUDA libraries if requested, and examines the machine.
     *
     * @throws DeviceUnavailableException if the CUDA libraries cannot be installed
     */
    DoctorReport execute() {
        if (options.install.isPresent()) {
            install();
        }
        NativeReport natives = NativeReport.ofProcess(options.device.device());
        tool();
        machine(MachineFacts.ofProcess(System.getenv()));
        libtorch(natives);
        cuda(natives, GpuFacts.ofMachine(System.getenv()));
        boolean modelsThere = models();
        problems.addAll(0, natives.problems());
        boolean usable = natives.problems().isEmpty() && room(natives);
        facts.put("device", options.device.device() + ": " + (usable ? device(natives) : "not usable"));
        if (options.trial && usable) {
            usable = trial();
        }
        if (options.selfTest && usable && modelsThere) {
            usable = selfTest(natives.gpu().isPresent());
        }
        return new DoctorReport(facts, json, usable, modelsThere, problems, hints);
    }

    private void install() {
        NativeCache cache = NativeCache.ofProcess();
        progress.begin("CUDA libraries", 0);
        boolean fetched;
        try {
            fetched = new CudaInstaller(cache, System.getenv()).install((files, total, bytes) -> {
                progress.resize(total);
                progress.advance(files, gigabytes(bytes));
            });
        } finally {
            progress.end();
        }
        progress.say("CUDA libraries " + (fetched ? "installed in " : "already present in ") + cache.cudaFolder());
    }

    private void tool() {
        ToolInfo tool = ToolInfo.ofProcess();
        facts.put("biggan-tune", tool.version() + " (commit " + tool.commit() + ") in " + options.home.root());
        facts.put("Java", tool.java().replaceFirst("^Java ", ""));
        facts.put("platform", tool.platform());
        ObjectNode node = json.putObject("tool").put("version", tool.version()).put("commit", tool.commit());
        node.put("home", options.home.root().toString())
                .put("java", tool.java())
                .put("platform", tool.platform());
    }

    private void machine(MachineFacts machine) {
        ObjectNode node = json.putObject("machine").put("processor", machine.processor());
        node.set("instructions", JsonFile.tree(machine.instructions()));
        node.put("cores", machine.cores()).put("memory", machine.memory()).put("heap", machine.heap());
        machine.machineCores().ifPresent(count -> node.put("machineCores", count));
        machine.available().ifPresent(bytes -> node.put("availableMemory", bytes));
        node.set("slurm", JsonFile.tree(machine.slurm()));
        facts.put("processor", machine.processor().isEmpty() ? "unknown" : machine.processor());
        facts.put("instructions", MachineText.instructions(machine.instructions()));
        facts.put("cores", MachineText.cores(machine));
        facts.put("memory", MachineText.memory(machine));
        if (!machine.slurm().isEmpty()) {
            facts.put("Slurm", MachineText.pairs(machine.slurm()));
        }
        if (Boolean.FALSE.equals(machine.instructions().get("AVX2"))) {
            hints.add("this processor lacks AVX2; libtorch uses its slowest code path");
        }
    }

    private void libtorch(NativeReport natives) {
        ObjectNode node = json.putObject("libtorch");
        natives.libtorch().ifPresent(chosen -> {
            node.put("version", chosen.version()).put("flavour", chosen.flavour());
            node.put("source", chosen.source().toString())
                    .put("folder", chosen.folder().toString());
        });
        natives.bridge().ifPresent(file -> node.put("jni", file.toString()));
        Path cache = natives.cache().root();
        node.put("cache", cache.toString()).put("bundledUnpacked", natives.unpacked());
        free(cache).ifPresent(bytes -> node.put("cacheFree", bytes));
        facts.put("libtorch", natives.libtorch().map(DoctorRun::shown).orElse("none usable"));
        facts.put(
                "JNI library",
                natives.bridge().map(Path::toString).orElse("unpacked by the first command that needs it"));
        String room = free(cache).isPresent() ? ", " + gigabytes(free(cache).getAsLong()) + " free" : "";
        facts.put("cache", cache + (natives.unpacked() ? "" : " (bundled libtorch not unpacked yet)") + room);
    }

    private static String shown(Libtorch libtorch) {
        return libtorch.version() + " for " + libtorch.flavour() + " (" + libtorch.source() + ") in "
                + libtorch.folder();
    }

    private void cuda(NativeReport natives, GpuFacts machine) {
        List<String> missing = natives.cache().missingOfCuda();
        boolean begun = Files.exists(natives.cache().cudaFolder().resolve(System.mapLibraryName("torch")));
        String installed = missing.isEmpty() ? natives.cache().cudaFolder().toString() : begun ? "incomplete" : "none";
        ObjectNode node = json.putObject("cuda").put("driver", natives.cuda().present());
        node.put("version", natives.cuda().version())
                .put("problem", natives.cuda().problem());
        node.set("gpus", JsonFile.tree(natives.cuda().gpus()));
        machine.kernelModule().ifPresent(line -> node.put("kernelModule", line));
        machine.tool().ifPresent(path -> node.put("nvidiaSmi", path.toString()));
        node.set("nvidiaSmiSays", JsonFile.tree(machine.toolAnswer()));
        machine.visible().ifPresent(value -> node.put("visibleDevices", value));
        node.put("installed", missing.isEmpty());
        MachineText.gpus(facts, natives.cuda(), machine);
        facts.put("CUDA libraries", installed);
        if (begun && !missing.isEmpty()) {
            hints.add(natives.cache().cudaFolder() + " lacks " + String.join(", ", missing)
                    + "; run biggan-tune doctor --install cuda again");
        }
        if (natives.cuda().usable()
                && natives.problems().isEmpty()
                && natives.gpu().isEmpty()
                && options.device.device().mayBeCuda()) {
            hints.add("there is a GPU, but the CPU would be used: "
                    + (missing.isEmpty()
                            ? "its driver supports CUDA " + natives.cuda().version() + ", but the libraries need "
                                    + NativeCache.CUDA_FLAVOUR + "; update the driver"
                            : "libtorch lacks CUDA; run biggan-tune doctor --install cuda, or give a PyTorch 2.7.1 with"
                                    + " CUDA with --libtorch"));
        }
    }

    private boolean models() {
        Path folder = options.home.models();
        List<String> missing = SHIPPED.stream()
                .filter(name -> !Files.isRegularFile(folder.resolve(name + ".pt")))
                .toList();
        facts.put("models", missing.isEmpty() ? String.join(", ", SHIPPED) : "missing: " + String.join(", ", missing));
        ObjectNode node = json.putObject("models").put("folder", folder.toString());
        node.set("missing", JsonFile.tree(missing));
        userModels(node);
        if (!missing.isEmpty()) {
            problems.add(folder + " lacks " + String.join(", ", missing)
                    + "; unpack the distribution again, or use other models");
        }
        return missing.isEmpty();
    }

    /** Adds the user's own models and settings. Problems with them are hints, since shipped models work without. */
    private void userModels(ObjectNode node) {
        UserFolder user = options.home.user();
        ModelCatalog catalog = new ModelCatalog(options.home);
        List<String> installed = catalog.installed();
        node.put("userFolder", user.models().map(Path::toString).orElse(null))
                .set("installed", JsonFile.tree(installed));
        user.settings().filter(Files::exists).ifPresent(file -> {
            node.put("settings", file.toString());
            facts.put("settings", file.toString());
        });
        facts.put(
                "installed",
                (installed.isEmpty() ? "none" : String.join(", ", installed))
                        + user.models().map(where -> " in " + where).orElse(""));
        hints.addAll(catalog.problems());
    }

    /** Returns whether libtorch is unpacked or there is room to unpack it. */
    private boolean room(NativeReport natives) {
        Path cache = natives.cache().root();
        boolean fits = natives.unpacked() || free(cache).orElse(UNPACKED_BYTES) >= UNPACKED_BYTES;
        if (!fits) {
            problems.add(
                    cache + " has too little space to unpack libtorch; free 0.5 GB, or set DJL_CACHE_DIR to another"
                            + " folder");
        }
        return fits;
    }

    private static String device(NativeReport natives) {
        return natives.gpu().isPresent()
                ? natives.cuda().gpus().get(natives.gpu().getAsInt()).name()
                : "the CPU";
    }

    private boolean trial() {
        try {
            DeviceSmokeTest trial = DeviceSmokeTest.of(options.device.device(), options.device.threads());
            json.putObject("trial")
                    .put("engine", trial.description())
                    .put("loadSeconds", trial.loadSeconds())
                    .put("stepSeconds", trial.stepSeconds());
            facts.put(
                    "trial",
                    String.format(
                            Locale.ROOT,
                            "%s: loaded in %.2f s, a convolution and its gradient in %.3f s",
                            trial.description(),
                            trial.loadSeconds(),
                            trial.stepSeconds()));
            return true;
        } catch (DeviceUnavailableException e) {
            problems.add(e.getMessage());
            return false;
        }
    }

    private boolean selfTest(boolean gpu) {
        SelfTest test =
                new SelfTest(options.device.device(), options.device.threads(), options.home.models(), progress);
        try {
            SelfTestResult result = test.run(gpu);
            result.addTo(facts);
            json.set("selfTest", result.json());
            problems.addAll(result.problems());
            return result.passed();
        } catch (DeviceUnavailableException e) {
            problems.add(e.getMessage());
            return false;
        }
    }

    /** Returns the free space on the disk of a folder, which need not exist. */
    private static OptionalLong free(Path folder) {
        Optional<Path> there = Optional.of(folder.toAbsolutePath());
        while (there.isPresent() && !Files.exists(there.get())) {
            there = there.map(Path::getParent);
        }
        try {
            return there.isPresent()
                    ? OptionalLong.of(Files.getFileStore(there.get()).getUsableSpace())
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / GIGA);
    }
}
