package org.biggantune.archive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.biggantune.archive.pickle.AllowedGlobals;
import org.biggantune.archive.pickle.PickleInput;
import org.biggantune.archive.pickle.PickleLimits;
import org.biggantune.archive.pickle.PickleParser;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * What checkpoints and TorchScript programs in zip form have in common: one top folder with {@code data.pkl}, the
 * storages under {@code data/}, and the byte order.
 */
final class TorchZip implements StorageLocator {
    private static final String PICKLE = "/data.pkl";

    private final ZipArchiveFile archive;
    private final String folder;
    private final Map<String, TensorStorage> storages = new ConcurrentHashMap<>();

    TorchZip(ZipArchiveFile archive) {
        this.archive = archive;
        this.folder = topFolder(archive);
        archive.find(folder + "/byteorder").ifPresent(entry -> {
            String order = new String(archive.read(entry, 64), StandardCharsets.ISO_8859_1).strip();
            if (!order.equals("little")) {
                throw new UnsupportedInputException(archive.path() + ": its byte order is " + MessageText.quoted(order)
                        + ", only 'little' is read");
            }
        });
    }

    /** Whether a zip file holds a TorchScript program. */
    static boolean isScript(ZipArchiveFile archive) {
        return archive.entries().stream()
                .map(ZipRecord::name)
                .anyMatch(name -> name.indexOf('/') > 0
                        && (name.substring(name.indexOf('/')).equals("/constants.pkl")
                                || name.substring(name.indexOf('/')).startsWith("/code/")));
    }

    ZipArchiveFile archive() {
        return archive;
    }

    String folder() {
        return folder;
    }

    Object parse(boolean script) {
        return parse(script ? AllowedGlobals.TORCHSCRIPT : AllowedGlobals.CHECKPOINT);
    }

    Object parse(AllowedGlobals allowed) {
        ZipRecord entry = archive.find(folder + PICKLE).orElseThrow();
        byte[] bytes = archive.read(entry, (int) PickleLimits.DEFAULT.maxBytes());
        PickleInput input = PickleInput.ofBytes(archive.path().toString(), bytes);
        Object root = PickleParser.parse(input, allowed, PickleLimits.DEFAULT);
        if (input.remaining() > 0) {
            throw new CorruptInputException(archive.path() + ": " + input.remaining() + " bytes follow the end of its "
                    + MessageText.quoted(entry.name()));
        }
        return root;
    }

    @Override
    public TensorStorage locate(StorageId id) {
        TensorStorage storage = storages.computeIfAbsent(id.key(), key -> locateNew(id));
        if (storage.type() != id.type() || storage.elementCount() != id.elementCount()) {
            throw new CorruptInputException(
                    archive.path() + ": storage " + MessageText.quoted(id.key()) + " is described in two ways");
        }
        return storage;
    }

    private TensorStorage locateNew(StorageId id) {
        String name = folder + "/data/" + id.key();
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

    /** The entries that may be the main pickle. */
    static List<String> pickles(ZipArchiveFile archive) {
        return archive.entries().stream()
                .map(ZipRecord::name)
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .toList();
    }

    private static String topFolder(ZipArchiveFile archive) {
        List<String> pickles = pickles(archive);
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
