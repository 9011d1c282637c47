package org.biggantune.archive;

import java.nio.file.Path;
import java.util.List;
import org.biggantune.archive.pickle.PickleGlobal;
import org.biggantune.archive.pickle.PickleReference;
import org.biggantune.archive.pickle.PickleTuple;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/**
 * A storage as referenced by a pickle: {@code ('storage', class, key, location, element count[, view])} with view
 * either None or {@code (key, offset, element count)} into the storage.
 *
 * @param key the storage's name in the file
 * @param type the element type
 * @param elementCount the number of elements
 * @param viewOffset the offset of the view in elements; 0 without a view
 */
record StorageId(String key, ScalarType type, long elementCount, long viewOffset) {
    static StorageId of(Path source, Object reference) {
        if (reference instanceof PickleReference storage
                && storage.id() instanceof PickleTuple id
                && id.items().size() >= 5
                && "storage".equals(id.items().get(0))
                && id.items().get(1) instanceof PickleGlobal type
                && id.items().get(2) instanceof String key
                && id.items().get(4) instanceof Long count) {
            ScalarType scalar = ScalarType.ofStorageName(type.name())
                    .orElseThrow(() -> new UnsupportedInputException(source + ": storage " + MessageText.quoted(key)
                            + " is of type " + MessageText.quoted(type.qualifiedName()) + ", which is not supported"));
            if (count < 0 || count > Long.MAX_VALUE / scalar.bytes()) {
                throw new CorruptInputException(
                        source + ": storage " + MessageText.quoted(key) + " has an impossible size of " + count);
            }
            Object view = id.items().size() > 5 ? id.items().get(5) : null;
            return new StorageId(key, scalar, count, viewOffset(source, key, count, view));
        }
        throw new CorruptInputException(source + ": a tensor's storage has an unknown description");
    }

    private static long viewOffset(Path source, String key, long count, @Nullable Object view) {
        if (view == null) {
            return 0;
        }
        List<Object> items = view instanceof PickleTuple tuple ? tuple.items() : List.of();
        boolean known = items.size() == 3 && items.get(1) instanceof Long && items.get(2) instanceof Long;
        if (known && items.get(1) instanceof Long offset && offset >= 0 && offset <= count) {
            return offset;
        }
        throw new CorruptInputException(
                source + ": storage " + MessageText.quoted(key) + " has an unknown kind of view");
    }
}
