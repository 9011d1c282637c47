package org.biggantune.archive;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.biggantune.archive.pickle.AllowedGlobals;
import org.biggantune.archive.pickle.PickleDict;
import org.biggantune.archive.pickle.PickleInput;
import org.biggantune.archive.pickle.PickleLimits;
import org.biggantune.archive.pickle.PickleList;
import org.biggantune.archive.pickle.PickleParser;
import org.biggantune.archive.zip.InputFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * The checkpoint format before PyTorch 1.6: five pickles (magic number, protocol 1001, system, object, storage keys),
 * then for each key an int64 element count and the elements. There is no checksum.
 */
final class LegacyCheckpoint implements StorageLocator {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private final InputFile file;
    private final Object root;
    private long pickleBytes;
    private final Map<String, StorageId> expected = new LinkedHashMap<>();
    private final Map<String, TensorStorage> storages = new LinkedHashMap<>();

    LegacyCheckpoint(InputFile file) {
        this.file = file;
        PickleInput input = PickleInput.ofSource(file.path().toString(), file.channel()::read, file.size());
        checkHead(input);
        this.root = PickleParser.parse(
                input,
                AllowedGlobals.CHECKPOINT,
                PickleLimits.DEFAULT,
                reference -> expect(StorageId.of(file.path(), reference)));
        readStorages(input);
    }

    /** Returns the storages in the file's order. */
    Collection<TensorStorage> storages() {
        return Collections.unmodifiableCollection(storages.values());
    }

    /** Returns the total size of the pickles. */
    long pickleBytes() {
        return pickleBytes;
    }

    Object root() {
        return root;
    }

    @Override
    public TensorStorage locate(StorageId id) {
        TensorStorage storage = storages.get(id.key());
        if (storage == null) {
            throw new CorruptInputException(file.path() + ": a tensor refers to storage " + MessageText.quoted(id.key())
                    + ", which the file does not contain");
        }
        return storage;
    }

    private void checkHead(PickleInput input) {
        Path path = file.path();
        if (!MAGIC.equals(next(input))) {
            throw new UnsupportedInputException(path + ": is a Python pickle, but not a PyTorch checkpoint (expected"
                    + " PyTorch's magic number); save it again with torch.save");
        }
        Object protocol = next(input);
        if (!Long.valueOf(PROTOCOL).equals(protocol)) {
            throw new UnsupportedInputException(path + ": its checkpoint protocol is "
                    + (protocol instanceof Long ? protocol : "no number") + ", expected " + PROTOCOL);
        }
        if (next(input) instanceof PickleDict system && Boolean.FALSE.equals(system.get("little_endian"))) {
            throw new UnsupportedInputException(path + ": its byte order is big-endian, only little-endian is read");
        }
    }

    private static Object next(PickleInput input) {
        return PickleParser.parse(input, AllowedGlobals.CHECKPOINT, PickleLimits.DEFAULT);
    }

    private void expect(StorageId id) {
        StorageId known = expected.putIfAbsent(id.key(), id);
        if (known != null && (known.type() != id.type() || known.elementCount() != id.elementCount())) {
            throw new CorruptInputException(
                    file.path() + ": storage " + MessageText.quoted(id.key()) + " is described inconsistently");
        }
    }

    private void readStorages(PickleInput input) {
        if (!(next(input) instanceof PickleList keys)) {
            throw new CorruptInputException(file.path() + ": its list of storages is missing");
        }
        pickleBytes = input.position();
        long position = pickleBytes;
        for (Object key : keys.items()) {
            StorageId id = key instanceof String text ? expected.get(text) : null;
            if (id == null || storages.containsKey(id.key())) {
                throw new CorruptInputException(file.path() + ": its list of storages does not match its tensors");
            }
            position = readStorage(id, position);
        }
        if (position != file.size()) {
            throw new CorruptInputException(file.path() + ": " + (file.size() - position)
                    + " bytes follow its last storage (two files in one?)");
        }
    }

    /** Records the position of a storage; returns the position of the next one. */
    private long readStorage(StorageId id, long position) {
        long count = file.read(position, Long.BYTES).getLong(0);
        if (count != id.elementCount()) {
            throw new CorruptInputException(file.path() + ": storage " + MessageText.quoted(id.key()) + " has " + count
                    + " elements, expected " + id.elementCount());
        }
        long data = position + Long.BYTES;
        long bytes = count * id.type().bytes();
        if (bytes > file.size() - data) {
            throw new CorruptInputException(file.path() + ": ends within storage " + MessageText.quoted(id.key()) + ": "
                    + bytes + " bytes expected, " + (file.size() - data) + " are left (truncated?)");
        }
        storages.put(id.key(), new TensorStorage(file, id.key(), id.type(), count, data, null, () -> {}));
        return data + bytes;
    }
}
