package org.biggantune.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares files whatever their paths look like: relative, with {@code .} or {@code ..}, or through links. */
public final class SameFile {
    private SameFile() {}

    /** Returns whether both paths lead to the same existing file or folder. */
    public static boolean of(Path one, Path two) {
        try {
            return Files.exists(one) && Files.exists(two) && Files.isSameFile(one, two);
        } catch (IOException e) {
            return false;
        }
    }
}
