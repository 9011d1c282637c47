package org.biggantune.archive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.biggantune.archive.pickle.AllowedGlobals;
import org.biggantune.archive.pickle.PickleInput;
import org.biggantune.archive.pickle.PickleLimits;
import org.biggantune.archive.pickle.PickleParser;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/**
 * The common layout of zip checkpoints and TorchScript programs: a top folder with {@code data.pkl}, the storages under
 * {@code data/}, and the byte order.
 */
final class TorchZip implements StorageLocator {
    private static final String PICKLE = "/data.pkl";
    private static final String CONSTANTS = "/constants.pkl";
    private static final String OLD_PROGRAM = "/model.json";

    private final ZipArchiveFile archive;
    private final String folder;
    private final String storageFolder;
    private final Map<String, TensorStorage> storages = new ConcurrentHashMap<>();

    private TorchZip(ZipArchiveFile archive, String folder, String storageFolder) {
        this.archive = archive;
        this.folder = folder;
        this.storageFolder = storageFolder;
    }

    TorchZip(ZipArchiveFile archive) {
        this(archive, topFolder(archive), "/data/");
        archive.find(folder + "/byteorder").ifPresent(entry -> {
            String order = new String(archive.read(entry, 64), StandardCharsets.ISO_8859_1).strip();
            if (!order.equals("little")) {
                throw new UnsupportedInputException(archive.path() + ": its byte order is " + MessageText.quoted(order)
                        + ", only 'little' is supported");
            }
        });
    }

    /** Whether a zip file contains a TorchScript program. */
    static boolean isScript(ZipArchiveFile archive) {
        return archive.entries().stream()
                .map(ZipRecord::name)
                .anyMatch(name -> name.indexOf('/') > 0
                        && (name.substring(name.indexOf('/')).equals(CONSTANTS)
                                || name.substring(name.indexOf('/')).startsWith("/code/")));
    }

    String folder() {
        return folder;
    }

    /** Parses a checkpoint's pickle. */
    @Nullable
    Object checkpoint() {
        return describe(folder + PICKLE, AllowedGlobals.CHECKPOINT)
                .orElseThrow()
                .value();
    }

    /** Parses the pickle of a program's objects. */
    PickleParser.Described objects() {
        return describe(folder + PICKLE, AllowedGlobals.TORCHSCRIPT).orElseThrow();
    }

    /** Parses the pickle of a program's {@code CONSTANTS}; empty if it has none. */
    Optional<PickleParser.Described> constantObjects() {
        return describe(folder + CONSTANTS, AllowedGlobals.TORCHSCRIPT);
    }

    /** Returns the tensors of the objects; also checks all others that libtorch would create. */
    TensorTree tree(PickleParser.Described objects) {
        return TensorTree.ofAll(archive.path(), objects, this);
    }

    /**
     * Returns the tensors named {@code CONSTANTS.c0}, {@code CONSTANTS.c1} and so on in a program's code: {@code
     * NAME/constants.pkl} with storages {@code NAME/constants/KEY}.
     */
    StateDict constants() {
        TorchZip constants = new TorchZip(archive, folder, "/constants/");
        PickleParser.Described objects = constantObjects().orElse(new PickleParser.Described(null, List.of()));
        return constants.tree(objects).tensors().renamed(index -> "CONSTANTS.c" + index);
    }

    private Optional<PickleParser.Described> describe(String name, AllowedGlobals allowed) {
        return archive.find(name).map(entry -> describe(entry, allowed));
    }

    PickleParser.Described describe(ZipRecord entry, AllowedGlobals allowed) {
        byte[] bytes = archive.read(entry, (int) PickleLimits.DEFAULT.maxBytes());
        PickleInput input = PickleInput.ofBytes(archive.path().toString(), bytes);
        PickleParser.Described found = PickleParser.describe(input, allowed, PickleLimits.DEFAULT);
        if (input.remaining() > 0) {
            throw new CorruptInputException(archive.path() + ": " + input.remaining() + " bytes follow the end of its "
                    + MessageText.quoted(entry.name()));
        }
        return found;
    }

    @Override
    public TensorStorage locate(StorageId id) {
        TensorStorage storage = storages.computeIfAbsent(id.key(), key -> locateNew(id));
        if (storage.type() != id.type() || storage.elementCount() != id.elementCount()) {
            throw new CorruptInputException(
                    archive.path() + ": storage " + MessageText.quoted(id.key()) + " is described inconsistently");
        }
        return storage;
    }

    private TensorStorage locateNew(StorageId id) {
        String name = folder + storageFolder + id.key();
        ZipRecord entry = archive.find(name)
                .orElseThrow(() -> new CorruptInputException(archive.path() + ": a tensor refers to storage "
                        + MessageText.quoted(id.key()) + ", but there is no entry " + MessageText.quoted(name)));
        archive.requireStored(entry);
        long bytes = id.elementCount() * id.type().bytes();
        if (entry.size() != bytes) {
            throw new CorruptInputException(archive.path() + ": storage " + MessageText.quoted(id.key()) + " has "
                    + entry.size() + " bytes, expected " + bytes + " for " + id.elementCount() + " x "
                    + id.type().label());
        }
        return new TensorStorage(
                archive.file(),
                id.key(),
                id.type(),
                id.elementCount(),
                entry.dataOffset(),
                entry,
                () -> archive.verifyOnce(entry));
    }

    /** Returns the entries that may be the main pickle. */
    static List<String> pickles(ZipArchiveFile archive) {
        return archive.entries().stream()
                .map(ZipRecord::name)
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .toList();
    }

    private static boolean isOldProgram(ZipRecord entry) {
        return entry.name().indexOf('/') == entry.name().length() - OLD_PROGRAM.length()
                && entry.name().endsWith(OLD_PROGRAM);
    }

    private static String topFolder(ZipArchiveFile archive) {
        List<String> pickles = pickles(archive);
        if (pickles.isEmpty() && archive.entries().stream().anyMatch(TorchZip::isOldProgram)) {
            throw new UnsupportedInputException(
                    archive.path() + ": is a TorchScript program of PyTorch 1.2 or older (it"
                            + " has a model.json); load it with torch.jit.load of PyTorch 1.4 to 2.x and save it again with"
                            + " torch.jit.save");
        }
        if (pickles.isEmpty()) {
            throw new UnsupportedInputException(archive.path()
                    + ": is a zip file, but not a PyTorch one: it has no entry NAME/data.pkl (unpack it first?)");
        }
        if (pickles.size() > 1) {
            throw new CorruptInputException(
                    archive.path() + ": has " + pickles.size() + " entries NAME/data.pkl, expected 1");
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }
}
