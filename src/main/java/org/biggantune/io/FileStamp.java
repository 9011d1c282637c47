package org.biggantune.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What a file system says of a file that differs once the file was written to or exchanged for another one, without
 * reading it. On POSIX systems the inode's change time is part of it, which no program can set back.
 *
 * @param size the bytes
 * @param modified when it was last written to
 * @param changed when it was last written to, renamed, or given other rights; the same as {@code modified} where the
 *     system does not tell
 * @param key the device and the inode; empty where the system does not tell
 */
public record FileStamp(long size, FileTime modified, FileTime changed, String key) {
    /**
     * Whether size and times are another's. File systems that make up their inodes' numbers, such as sshfs, give the same
     * file another key after a while.
     */
    public boolean sameTimes(FileStamp other) {
        return size == other.size && modified.equals(other.modified) && changed.equals(other.changed);
    }

    /**
     * The stamp of what a path leads to now.
     *
     * @param file an existing file
     * @throws IOException if it cannot be looked at
     */
    @SuppressWarnings("NullAway") // what is asked for is there
    public static FileStamp of(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(found.size(), found.lastModifiedTime(), found.lastModifiedTime(), "");
        }
        Map<String, Object> found = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,dev,ino");
        return new FileStamp(
                (Long) found.get("size"),
                (FileTime) found.get("lastModifiedTime"),
                (FileTime) found.get("ctime"),
                found.get("dev") + ":" + found.get("ino"));
    }
}
