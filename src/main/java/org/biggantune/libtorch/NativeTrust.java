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
 * Whose files this process loads as code. On systems with POSIX owners and modes those of this user and of root, which
 * nobody else can write to or exchange; on others everything is trusted.
 *
 * @param user the number of this process's user; negative where the system has none
 */
record NativeTrust(int user) {
    private static final int ROOT = 0;
    private static final int GROUP_WRITE = 020;
    private static final int GROUP_SEARCH = 010;
    private static final int OTHERS_WRITE = 02;
    private static final int OTHERS_SEARCH = 01;
    private static final int STICKY = 01000;

    /** What stands for users that a container's user namespace does not know, root of the machine among them. */
    private static final int UNKNOWN = 65534;

    private static final String ALL_USERS = "0 0 4294967295";

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path USERS = Path.of("/proc/self/uid_map");

    /** The trust of this process. */
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
     * Requires that a file or folder of a cache, all in it, and the way to it are this user's or root's and nobody else's to write.
     *
     * @throws DeviceUnavailableException if they are not; the message names the file and what to do
     */
    void requireOwn(Path folder) {
        check(folder, () -> {
            requireWay(folder.toAbsolutePath().normalize());
            Path real = folder.toRealPath();
            int writable = Mode.of(real).writableWithin();
            try (Stream<Path> files = Files.walk(real)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Mode mode = Mode.of(file);
                    requireOwner(mode);
                    if (mode.link()) {
                        throw refused(file, "is a link", "delete it");
                    }
                    // In a folder that others cannot search, the mode of a file says nothing.
                    if ((mode.bits() & writable) != 0 && !mode.privateGroup()) {
                        throw refused(file, "other users can write to it", "run chmod -R go-w on " + folder);
                    }
                }
            }
        });
    }

    /**
     * Whether a folder that {@link #requireOwn} lets pass belongs to root and this process is another user's.
     *
     * @param folder an existing folder
     */
    boolean isOnlyRoots(Path folder) {
        try {
            return user > ROOT && Mode.of(folder).owner() != user;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes folders, as far as they are missing, that only this user can write to whatever his umask. */
    static void createFolders(Path folder) throws IOException {
        if (hasModes()) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** Makes a folder that only this user can look into. */
    static Path createPrivate(Path folder) throws IOException {
        return hasModes()
                ? Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                : Files.createDirectory(folder);
    }

    /** Lets only this user write to a file whatever his umask. */
    static void keepFromOthers(Path file) throws IOException {
        if (hasModes()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private static boolean hasModes() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    }

    /**
     * Requires that nobody can put other files into a folder that will be written to, or exchange it.
     *
     * @throws DeviceUnavailableException if somebody can
     */
    void requireOwnWay(Path folder) {
        check(folder, () -> requireWay(folder.toAbsolutePath().normalize()));
    }

    /**
     * Requires of a folder that the user names that its files belong to whoever owns the folder, to this user or to root,
     * and that not everybody can write to them or exchange them. Whom the folder belongs to is the user's choice.
     *
     * @throws DeviceUnavailableException if they do not
     */
    void requireNamed(Path folder) {
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
                        throw refused(file, "belongs to " + mode.ownerName() + ", its folder does not", "remove it");
                    }
                    requireNotEverybodys(file, mode, folder);
                }
            }
        });
    }

    private static void requireNotEverybodys(Path file, Mode mode, Path folder) {
        if ((mode.bits() & OTHERS_WRITE) != 0 && !mode.sticky()) {
            throw refused(file, "everybody can write to it", "run chmod -R o-w on it, or name another than " + folder);
        }
    }

    /** Every folder that leads to a place, by its name and behind its links. */
    private void requireWay(Path place) throws IOException {
        for (Path step = place; step != null; step = step.getParent()) {
            Mode mode = Mode.of(step);
            requireOwner(mode);
            boolean others = (mode.bits() & (GROUP_WRITE | OTHERS_WRITE)) != 0;
            boolean kept = mode.sticky() && !step.equals(place);
            if (others && !mode.link() && !kept && !mode.privateGroup()) {
                throw refused(
                        step,
                        "other users can exchange what is in it",
                        "run chmod go-w on it, or name a folder of your own by DJL_CACHE_DIR");
            }
        }
        Path real = place.toRealPath();
        if (!real.equals(place)) {
            requireWay(real);
        }
    }

    private void requireOwner(Mode mode) throws IOException {
        if (!isTrusted(mode)) {
            throw refused(
                    mode.file(),
                    "belongs to " + mode.ownerName() + ", expected this user or root",
                    "delete it, or name a folder of your own by DJL_CACHE_DIR");
        }
    }

    private boolean isTrusted(Mode mode) throws IOException {
        return mode.owner() == user || mode.owner() == ROOT || (mode.owner() == UNKNOWN && hidesUsers());
    }

    /** Whether this process is in a user namespace that knows some users only. */
    private static boolean hidesUsers() throws IOException {
        return Files.isReadable(USERS)
                && !Files.readString(USERS).strip().replaceAll("\\s+", " ").equals(ALL_USERS);
    }

    /** Looks at files. */
    @FunctionalInterface
    private interface Look {
        void at() throws IOException;
    }

    private void check(Path folder, Look look) {
        if (user < 0) {
            return;
        }
        try {
            look.at();
        } catch (IOException | UncheckedIOException e) {
            throw new DeviceUnavailableException(
                    folder + ": cannot be looked through before native code is loaded from it: " + e
                            + "; check its permissions, or name another folder",
                    e);
        }
    }

    private static DeviceUnavailableException refused(Path file, String why, String advice) {
        return new DeviceUnavailableException(file + ": " + why + ", and native code would be loaded; " + advice);
    }

    /**
     * Owner and mode of a file, or of a link itself.
     *
     * @param owner the owner's number
     */
    private record Mode(Path file, int owner, int bits, boolean link) {
        @SuppressWarnings("NullAway") // what is asked for is there
        static Mode of(Path file) throws IOException {
            Map<String, Object> found =
                    Files.readAttributes(file, "unix:uid,mode,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
            return new Mode(file, (Integer) found.get("uid"), (Integer) found.get("mode"), (Boolean)
                    found.get("isSymbolicLink"));
        }

        /** The bits by which others can write to files of this folder. */
        int writableWithin() {
            return ((bits & GROUP_SEARCH) != 0 ? GROUP_WRITE : 0) | ((bits & OTHERS_SEARCH) != 0 ? OTHERS_WRITE : 0);
        }

        boolean sticky() {
            return (bits & STICKY) != 0;
        }

        /** Whether at most the group can write and is the owner's own one, named like the owner as most systems have it. */
        boolean privateGroup() throws IOException {
            return (bits & OTHERS_WRITE) == 0 && name("group").equals(ownerName());
        }

        /** The owner's name, a number where it has none. Asked when needed: it may come over the network. */
        String ownerName() throws IOException {
            return name("owner");
        }

        private String name(String attribute) throws IOException {
            return String.valueOf(Files.getAttribute(file, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS));
        }
    }
}
