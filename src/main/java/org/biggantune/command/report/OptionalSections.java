package org.biggantune.command.report;

import com.samskivert.mustache.DefaultCollector;
import java.util.Iterator;
import java.util.Optional;

/** Has a template's section shown once for an {@link Optional} that holds something, and not at all for an empty one. */
final class OptionalSections extends DefaultCollector {
    @Override
    public Iterator<?> toIterator(Object value) {
        return value instanceof Optional<?> optional ? optional.stream().iterator() : super.toIterator(value);
    }
}
