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
 * Reports whether a file of a folder that the tool owns is there. A pipe of the file's name would be waited for without end,
 * and what is written into a link lands elsewhere: both are refused.
 */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Whether a file is there.
     *
     * @return false where nothing of this name is
     * @throws CorruptInputException if the name is that of a link, a folder, a pipe or a device
     * @throws MissingInputException if the folder does not let this be known
     */
    public static boolean exists(Path file) {
        return exists(file, false);
    }

    /**
     * Whether a folder is there.
     *
     * @return false where nothing of this name is
     * @throws CorruptInputException if the name is that of a link or a file
     * @throws MissingInputException if the folder around does not let this be known
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
                        + (folder ? "folder" : "regular file") + "; remove it or put it elsewhere");
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new MissingInputException(path + ": cannot be looked at: " + MessageText.of(e.toString()), e);
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
