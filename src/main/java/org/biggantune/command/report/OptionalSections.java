package org.biggantune.command.report;

import com.samskivert.mustache.DefaultCollector;
import java.util.Iterator;
import java.util.Optional;

/** Lets templates treat an {@link Optional} as a section that is shown once if a value is present. */
final class OptionalSections extends DefaultCollector {
    @Override
    public Iterator<?> toIterator(Object value) {
        return value instanceof Optional<?> optional ? optional.stream().iterator() : super.toIterator(value);
    }
}
