package org.biggantune.domain;

import java.util.Collection;
import java.util.List;

/** The names that are spelt most like a wanted one, for "did you mean" in messages. */
@FunctionalInterface
public interface NearestNames {
    /**
     * The known names nearest to a wanted one.
     *
     * @param wanted what the user wrote
     * @param known the names there are
     * @return known names that could be meant, the most likely first; empty where none is near
     */
    List<String> nearest(String wanted, Collection<String> known);
}
