package org.biggantune.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.biggantune.archive.array.NpyContent;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.archive.zip.FileKind;
import org.biggantune.archive.zip.InputFile;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * Checks every byte of a file: checksums, pickles, sizes of storages, and whether their values are finite. Damage is
 * recorded for each part and does not end the check, so all of it is found at once.
 */
public final class FileCheck {
    /**
     * The inflated size, some seconds of work, that any file may have; beyond it the limit depends on the file's size.
     */
    private static final long MOST_INFLATED = 1L << 31;

    /** The largest compression ratio beyond that; only constant data is compressed further. */
    private static final long MOST_INFLATION = 100;

    private final InputFile file;
    private final Map<String, CheckedEntry> entries = new LinkedHashMap<>();

    /**
     * The result of a check.
     *
     * @param format the format of the file
     * @param entries its parts in order
     */
    public record Result(String format, List<CheckedEntry> entries) {
        /** Copies the list. */
        public Result {
            entries = List.copyOf(entries);
        }
    }

    private FileCheck(InputFile file) {
        this.file = file;
    }

    /**
     * Checks a file.
     *
     * @param path a checkpoint, TorchScript program, safetensors file, NumPy array or archive of arrays
     * @return the parts with any damage
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws org.biggantune.domain.failure.CorruptInputException if it is empty or of no known format
     * @throws org.biggantune.domain.failure.UnsupportedInputException if it is of another kind
     */
    public static Result of(Path path) {
        try (InputFile file = InputFile.open(path)) {
            FileCheck check = new FileCheck(file);
            String format = check.run(FileKind.of(file));
            return new Result(format, new ArrayList<>(check.entries.values()));
        }
    }

    private String run(FileKind kind) {
        return switch (kind) {
            case ZIP -> zip();
            case PICKLE -> whole("PyTorch checkpoint (legacy)", this::legacy);
            case SAFETENSORS -> whole("safetensors", this::safetensors);
            case NPY -> whole("NumPy array", this::array);
            default -> throw kind.unexpected(file.path(), "a file that can be checked");
        };
    }

    /** Checks a format without checksums of parts, which can only be damaged as a whole. */
    private String whole(String format, Runnable reader) {
        try {
            reader.run();
        } catch (BigganTuneException e) {
            entries.clear();
            String name = String.valueOf(file.path().getFileName());
            entries.put(name, CheckedEntry.sound(name, "file", file.size()).withProblem(reason(e)));
        }
        return format;
    }

    private void legacy() {
        LegacyCheckpoint checkpoint = new LegacyCheckpoint(file);
        entries.put("pickles", CheckedEntry.sound("pickles", "pickle", checkpoint.pickleBytes()));
        TensorTree.of(file.path(), checkpoint.root(), checkpoint);
        checkpoint.storages().forEach(storage -> addStorage("storage " + storage.key(), storage));
    }

    private void safetensors() {
        SafetensorsFile content = new SafetensorsFile(file);
        entries.put("header", CheckedEntry.sound("header", "header", content.headerBytes()));
        content.tensors().all().forEach(tensor -> addStorage(tensor.name(), tensor.storage()));
    }

    private void array() {
        String name = String.valueOf(file.path().getFileName());
        try (NpyContent content = NpyContent.of(file)) {
            add(name, file.size(), content);
        }
    }

    private void add(String name, long bytes, NpyContent content) {
        String kind = "array, " + content.description();
        entries.put(name, CheckedEntry.sound(name, kind, bytes).described(kind, content.notFinite()));
    }

    private void addStorage(String name, TensorStorage storage) {
        long bytes = storage.elementCount() * storage.type().bytes();
        entries.put(name, CheckedEntry.sound(name, "", bytes).described(kind(storage), storage.notFinite()));
    }

    private static String kind(TensorStorage storage) {
        return "storage, " + storage.type().label();
    }

    private String zip() {
        ZipArchiveFile archive;
        try {
            // The zip view has no resources other than the file.
            @SuppressWarnings("resource")
            ZipArchiveFile opened = new ZipArchiveFile(file);
            archive = opened;
        } catch (BigganTuneException e) {
            return whole("zip file", () -> {
                throw e;
            });
        }
        requireBoundedWork(archive.entries());
        boolean arrays = NpyFile.areArrays(archive.entries());
        for (ZipRecord entry : archive.entries()) {
            String kind = arrays ? "array" : kind(entry.name());
            entries.put(entry.name(), CheckedEntry.sound(entry.name(), kind, entry.compressedSize()));
            attempt(entry.name(), () -> {
                if (arrays) {
                    try (NpyContent content = NpyContent.of(archive, entry)) {
                        add(entry.name(), entry.compressedSize(), content);
                    }
                } else {
                    archive.verify(entry);
                }
            });
        }
        return arrays ? "NumPy arrays (.npz)" : contents(archive);
    }

    private void requireBoundedWork(List<ZipRecord> records) {
        long inflated = records.stream()
                .filter(record -> !record.isStored())
                .mapToLong(ZipRecord::size)
                .sum();
        long most = Math.max(MOST_INFLATED, MOST_INFLATION * file.size());
        if (inflated < 0 || inflated > most) {
            throw new UnsupportedInputException(file.path() + ": its compressed entries inflate to " + inflated
                    + " bytes from a file of " + file.size() + "; at most " + most + " are checked");
        }
    }

    /** Reads the pickle and all storages that it refers to. */
    private String contents(ZipArchiveFile archive) {
        boolean script = TorchZip.isScript(archive);
        String pickle = TorchZip.pickles(archive).stream().findFirst().orElse("");
        if (pickle.isEmpty() && !script) {
            return "zip file";
        }
        String blamed = pickle.isEmpty() ? archive.entries().get(0).name() : pickle;
        attempt(blamed, () -> {
            TorchZip zip = new TorchZip(archive);
            StateDict tensors = script
                    ? zip.tree(zip.objects()).tensors()
                    : TensorTree.of(file.path(), zip.checkpoint(), zip).tensors();
            tensors.all().forEach(tensor -> describe(tensor.storage()));
            if (script) {
                program(new ProgramCheck(archive, zip), archive);
                String constants = pickle.replace("data.pkl", "constants.pkl");
                attempt(constants, () -> zip.constants().all().forEach(tensor -> describe(tensor.storage())));
            }
        });
        String side = pickle.replace("data.pkl", "extra/" + MetadataFormat.FILE);
        archive.find(side)
                .ifPresent(entry -> attempt(side, () -> {
                    MetadataFormat.kind(file.path(), archive.read(entry, TorchScriptArchive.MAX_EXTRA_BYTES));
                }));
        return script ? "TorchScript" : "PyTorch checkpoint (zip)";
    }

    /** Checks for structures that libtorch would fail on, and whether the code may run. */
    private void program(ProgramCheck check, ZipArchiveFile archive) {
        check.names();
        archive.entries().forEach(entry -> attempt(entry.name(), () -> check.debugTable(entry)));
        check.refusedEntry()
                .ifPresent(refused -> entries.computeIfPresent(
                        refused.getKey(),
                        (name, entry) -> entry.described(
                                entry.kind() + ", runs with " + ProgramCheck.TRUST + " only: " + refused.getValue(),
                                0)));
    }

    private void describe(TensorStorage storage) {
        // Called only for zip archives, with every entry already listed.
        String name = Objects.requireNonNull(storage.entry()).name();
        CheckedEntry entry = Objects.requireNonNull(entries.get(name));
        if (!entry.kind().equals(kind(storage))) {
            entries.put(name, entry.described(kind(storage), 0));
            attempt(name, () -> entries.put(name, entry.described(kind(storage), storage.notFinite())));
        }
    }

    private void attempt(String name, Runnable reader) {
        try {
            reader.run();
        } catch (BigganTuneException e) {
            entries.computeIfPresent(name, (key, entry) -> entry.withProblem(reason(e)));
        }
    }

    private static String kind(String name) {
        String inner = name.substring(name.indexOf('/') + 1);
        if (inner.startsWith("code/")) {
            return "code";
        } else if (inner.startsWith("extra/")) {
            return "extra file";
        } else if (inner.endsWith(".pkl")) {
            return "pickle";
        }
        return inner.startsWith("data/") || inner.startsWith("constants/") ? "storage, unused" : "entry";
    }

    /** Returns the message without the file's name, which the report shows once. */
    private String reason(BigganTuneException e) {
        String prefix = file.path() + ": ";
        return e.getMessage().startsWith(prefix) ? e.getMessage().substring(prefix.length()) : e.getMessage();
    }
}
