package org.biggantune.domain;

import java.util.Collection;
import java.util.List;

/** Finds similarly spelled names, for "did you mean" in messages. */
@FunctionalInterface
public interface NearestNames {
    /**
     * Returns the known names nearest to a wanted one.
     *
     * @param wanted what the user wrote
     * @param known the existing names
     * @return near names, the most likely first; empty if none is near
     */
    List<String> nearest(String wanted, Collection<String> known);
}
