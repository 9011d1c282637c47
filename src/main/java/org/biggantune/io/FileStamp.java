package org.biggantune.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * File system attributes that change whenever a file is modified or replaced, available without reading the file. On
 * POSIX systems they include the inode's change time, which no program can set.
 *
 * @param size the size in bytes
 * @param modified the time of the last modification
 * @param changed the time of the last change of content, name or permissions; equal to {@code modified} if the system
 *     does not provide it
 * @param key device and inode; empty if the system does not provide them
 */
public record FileStamp(long size, FileTime modified, FileTime changed, String key) {
    /**
     * Whether size and times are equal. File systems that invent inode numbers, such as sshfs, change the key of an
     * unchanged file after a while.
     */
    public boolean sameTimes(FileStamp other) {
        return size == other.size && modified.equals(other.modified) && changed.equals(other.changed);
    }

    /**
     * Returns the current stamp of a file, following links.
     *
     * @param file an existing file
     * @throws IOException if its attributes cannot be read
     */
    @SuppressWarnings("NullAway") // the requested attributes are present
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
