package org.biggantune.libtorch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.domain.failure.DeviceUnavailableException;

/**
 * Decides which files this process may load as native code. On systems with POSIX owners and modes: files of this user
 * and of root that nobody else can write to or replace. On other systems everything is trusted.
 *
 * @param user the user id of this process; negative if the system has none
 */
record NativeTrust(int user) {
    private static final int ROOT = 0;
    private static final int GROUP_WRITE = 020;
    private static final int GROUP_SEARCH = 010;
    private static final int OTHERS_WRITE = 02;
    private static final int OTHERS_SEARCH = 01;
    private static final int STICKY = 01000;

    /** The user id that stands for all users unknown to a container's user namespace, including the machine's root. */
    private static final int UNKNOWN = 65534;

    private static final String ALL_USERS = "0 0 4294967295";

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path USERS = Path.of("/proc/self/uid_map");

    /** Returns the trust of this process. */
    static NativeTrust ofProcess() {
        if (!hasModes()) {
            return new NativeTrust(-1);
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return new NativeTrust(lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> Integer.parseInt(line.split("\\s+")[2]))
                    .findFirst()
                    .orElseThrow());
        } catch (IOException e) {
            return new NativeTrust(Math.toIntExact(new com.sun.security.auth.module.UnixSystem().getUid()));
        }
    }

    /**
     * Requires that a file or folder of a cache, its content and all parent folders belong to this user or root and are
     * writable by nobody else.
     *
     * @throws DeviceUnavailableException if not; the message names the file and what to do
     */
    void requireTrusted(Path folder) {
        check(folder, () -> {
            requireTrustedPath(folder.toAbsolutePath().normalize());
            Path real = folder.toRealPath();
            int writable = Mode.of(real).writableWithin();
            try (Stream<Path> files = Files.walk(real)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Mode mode = Mode.of(file);
                    requireOwner(mode);
                    if (mode.link()) {
                        throw refused(file, "is a link", "delete it");
                    }
                    // In a folder that others cannot enter, the mode of a file does not matter.
                    if ((mode.bits() & writable) != 0 && !mode.privateGroup()) {
                        throw refused(file, "other users can write to it", "run chmod -R go-w on " + folder);
                    }
                }
            }
        });
    }

    /**
     * Whether a folder accepted by {@link #requireTrusted} belongs to root while this process runs as another user.
     *
     * @param folder an existing folder
     */
    boolean belongsToRoot(Path folder) {
        try {
            return user > ROOT && Mode.of(folder).owner() != user;
        } catch (IOException e) {
            return false;
        }
    }

    /** Creates missing folders with mode 0755, whatever the umask. */
    static void createFolders(Path folder) throws IOException {
        if (hasModes()) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** Creates a folder with mode 0700. */
    static Path createPrivate(Path folder) throws IOException {
        return hasModes()
                ? Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                : Files.createDirectory(folder);
    }

    /** Sets the mode of a file to 0644, whatever the umask. */
    static void restrictWriting(Path file) throws IOException {
        if (hasModes()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private static boolean hasModes() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    }

    /**
     * Requires that no other user can replace a folder or files in it.
     *
     * @throws DeviceUnavailableException if another user can
     */
    void requireTrustedParents(Path folder) {
        check(folder, () -> requireTrustedPath(folder.toAbsolutePath().normalize()));
    }

    /**
     * Requires that the files of a folder chosen by the user belong to the folder's owner, this user or root, and that
     * they are not world-writable or replaceable by everybody. The folder itself may belong to anyone.
     *
     * @throws DeviceUnavailableException if not
     */
    void requireUserChosen(Path folder) {
        check(folder, () -> {
            Path real = folder.toRealPath();
            int owner = Mode.of(real).owner();
            for (Path step = real; step != null; step = step.getParent()) {
                requireNotEverybodys(step, Mode.of(step), folder);
            }
            try (Stream<Path> files = Files.walk(real)) {
                for (Path file : files.filter(Files::exists).toList()) {
                    Mode mode = Mode.of(file.toRealPath());
                    if (mode.owner() != owner && !isTrusted(mode)) {
                        throw refused(
                                file, "belongs to " + mode.ownerName() + ", but its folder does not", "remove it");
                    }
                    requireNotEverybodys(file, mode, folder);
                }
            }
        });
    }

    private static void requireNotEverybodys(Path file, Mode mode, Path folder) {
        if ((mode.bits() & OTHERS_WRITE) != 0 && !mode.sticky()) {
            throw refused(
                    file, "everybody can write to it", "run chmod -R o-w on it, or use another folder than " + folder);
        }
    }

    /** Checks every parent folder of a path, both as named and with links resolved. */
    private void requireTrustedPath(Path place) throws IOException {
        for (Path step = place; step != null; step = step.getParent()) {
            Mode mode = Mode.of(step);
            requireOwner(mode);
            boolean others = (mode.bits() & (GROUP_WRITE | OTHERS_WRITE)) != 0;
            boolean kept = mode.sticky() && !step.equals(place);
            if (others && !mode.link() && !kept && !mode.privateGroup()) {
                throw refused(
                        step,
                        "other users can replace files in it",
                        "run chmod go-w on it, or set DJL_CACHE_DIR to a folder of your own");
            }
        }
        Path real = place.toRealPath();
        if (!real.equals(place)) {
            requireTrustedPath(real);
        }
    }

    private void requireOwner(Mode mode) throws IOException {
        if (!isTrusted(mode)) {
            throw refused(
                    mode.file(),
                    "belongs to " + mode.ownerName() + ", expected this user or root",
                    "delete it, or set DJL_CACHE_DIR to a folder of your own");
        }
    }

    private boolean isTrusted(Mode mode) throws IOException {
        return mode.owner() == user || mode.owner() == ROOT || (mode.owner() == UNKNOWN && hidesUsers());
    }

    /** Whether this process is in a user namespace that maps only some users. */
    private static boolean hidesUsers() throws IOException {
        return Files.isReadable(USERS)
                && !Files.readString(USERS).strip().replaceAll("\\s+", " ").equals(ALL_USERS);
    }

    /** A check that may fail to read a file. */
    @FunctionalInterface
    private interface Check {
        void run() throws IOException;
    }

    private void check(Path folder, Check check) {
        if (user < 0) {
            return;
        }
        try {
            check.run();
        } catch (IOException | UncheckedIOException e) {
            throw new DeviceUnavailableException(
                    folder + ": cannot be checked before native code is loaded from it: " + e
                            + "; check its permissions, or use another folder",
                    e);
        }
    }

    private static DeviceUnavailableException refused(Path file, String why, String advice) {
        return new DeviceUnavailableException(file + ": " + why + ", and native code would be loaded; " + advice);
    }

    /**
     * Owner and mode of a file; of the link itself for a link.
     *
     * @param owner the owner's user id
     */
    private record Mode(Path file, int owner, int bits, boolean link) {
        @SuppressWarnings("NullAway") // the requested attributes are present
        static Mode of(Path file) throws IOException {
            Map<String, Object> found =
                    Files.readAttributes(file, "unix:uid,mode,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
            return new Mode(file, (Integer) found.get("uid"), (Integer) found.get("mode"), (Boolean)
                    found.get("isSymbolicLink"));
        }

        /** Returns the mode bits that let other users write to files in this folder. */
        int writableWithin() {
            return ((bits & GROUP_SEARCH) != 0 ? GROUP_WRITE : 0) | ((bits & OTHERS_SEARCH) != 0 ? OTHERS_WRITE : 0);
        }

        boolean sticky() {
            return (bits & STICKY) != 0;
        }

        /**
         * Whether others cannot write and the group is the owner's private group, which has the same name on most
         * systems.
         */
        boolean privateGroup() throws IOException {
            return (bits & OTHERS_WRITE) == 0 && name("group").equals(ownerName());
        }

        /**
         * Returns the owner's name, or the user id if there is none. Looked up lazily because it may need the network.
         */
        String ownerName() throws IOException {
            return name("owner");
        }

        private String name(String attribute) throws IOException {
            return String.valueOf(Files.getAttribute(file, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS));
        }
    }
}
