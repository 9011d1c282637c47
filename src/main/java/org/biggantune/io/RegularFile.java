package org.biggantune.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;

/**
 * Checks for files and folders that the tool owns. Rejects links, through which a write would go elsewhere, and pipes,
 * which would block forever.
 */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Whether a regular file exists.
     *
     * @return false if nothing has this name
     * @throws CorruptInputException if it is a link, a folder, a pipe or a device
     * @throws MissingInputException if the parent folder cannot be read
     */
    public static boolean exists(Path file) {
        return exists(file, false);
    }

    /**
     * Whether a folder exists.
     *
     * @return false if nothing has this name
     * @throws CorruptInputException if it is a link or a file
     * @throws MissingInputException if the parent folder cannot be read
     */
    public static boolean folderExists(Path folder) {
        return exists(folder, true);
    }

    private static boolean exists(Path path, boolean folder) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (folder ? !found.isDirectory() : !found.isRegularFile()) {
                throw new CorruptInputException(path + ": is " + kind(found) + ", expected a "
                        + (folder ? "folder" : "regular file") + "; remove it or move it elsewhere");
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new MissingInputException(path + ": cannot be checked: " + MessageText.of(e.toString()), e);
        }
    }

    private static String kind(BasicFileAttributes found) {
        if (found.isSymbolicLink()) {
            return "a symbolic link";
        }
        if (found.isDirectory()) {
            return "a folder";
        }
        return found.isRegularFile() ? "a file" : "a pipe or device";
    }
}
