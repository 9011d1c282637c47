package org.biggantune.runfolder;

import java.util.Optional;

/**
 * Something that may be there, closed with the scope that holds it.
 *
 * @param value it, if it is there
 * @param <T> its type
 */
record Lent<T extends AutoCloseable>(Optional<T> value) implements AutoCloseable {
    static <T extends AutoCloseable> Lent<T> of(Optional<T> value) {
        return new Lent<>(value);
    }

    @Override
    public void close() {
        value.ifPresent(Lent::close);
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("closing failed", e);
        }
    }
}
