package org.biggantune.libtorch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.io.MessageText;
import org.biggantune.io.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of a cache that holds libraries of jars, as they are in the jars, when they are loaded. Their digests are
 * compared when they are unpacked, or first found; a record beside the folder then holds digests and the files' stamps, and
 * files whose stamps are as recorded are not read again. Files that are not as in the jars are unpacked anew.
 *
 * @param folder the folder, which need not exist
 * @param resources the libraries: file name to class path resource
 * @param alone whether the folder may hold no other library
 * @param trust whose files are loaded
 */
record NativeLibraries(Path folder, Map<String, String> resources, boolean alone, NativeTrust trust) {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

    /** File names that DJL loads. */
    private static final Pattern LIBRARY = Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib)");

    private static final String WAY_OUT = "make room, or name a folder of your own by DJL_CACHE_DIR";

    /** Sorts the libraries. */
    NativeLibraries {
        resources = new TreeMap<>(resources);
    }

    /**
     * Sees to it that the folder holds the libraries.
     *
     * @throws DeviceUnavailableException if it is or can be written by somebody else, or cannot be written and lacks one
     */
    void prepare() {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            trust.requireOwn(folder);
        }
        UnpackFolder.deleteForgotten(root());
        Optional<String> problem = problem();
        if (problem.isEmpty()) {
            return;
        }
        try {
            LOG.info("{}: {}; unpacked", folder, problem.get());
            unpack();
        } catch (IOException | UncheckedIOException e) {
            String reason = e.getClass().getSimpleName() + ": " + MessageText.of(String.valueOf(e.getMessage()));
            throw new DeviceUnavailableException(
                    (Files.exists(folder) ? folder + ": " + problem.get() + ", and " : "")
                            + "libtorch cannot be unpacked to " + folder + ": " + reason + "; " + WAY_OUT,
                    e);
        }
        trust.requireOwn(folder);
    }

    /**
     * Requires that the folder can be made, or what is in it exchanged, as far as can be seen without doing it.
     *
     * @throws DeviceUnavailableException if it cannot, or somebody else could exchange it afterwards
     */
    void requirePlace() {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there)) {
            there = Optional.ofNullable(there.getParent()).orElseThrow();
        }
        Path above = there.equals(folder) ? root() : there;
        if (!Files.isDirectory(above) || !Files.isWritable(above)) {
            throw new DeviceUnavailableException("libtorch cannot be unpacked to " + folder + ": " + above
                    + " is no folder that can be written; " + WAY_OUT);
        }
        trust.requireOwnWay(above);
    }

    /** What the folder lacks to be loaded as it is; empty if nothing. Files whose stamps are not recorded are read. */
    Optional<String> problem() {
        try {
            return missing().or(this::unknown).or(this::changed);
        } catch (UncheckedIOException e) {
            return Optional.of("cannot be read: " + MessageText.of(e.toString()));
        }
    }

    private Optional<String> missing() {
        return resources.keySet().stream()
                .filter(name -> !Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .map(name -> name + " is not there");
    }

    /** Whatever lies in libtorch's folder is loaded, but for JNI libraries of other versions. */
    private Optional<String> unknown() {
        if (!alone) {
            return Optional.empty();
        }
        String bridge = System.mapLibraryName("djl_torch");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isDirectory(file)
                            || LIBRARY.matcher(String.valueOf(file.getFileName()))
                                    .matches())
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !resources.containsKey(name) && !name.endsWith(bridge))
                    .findFirst()
                    .map(name -> MessageText.of(name) + " does not belong there");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> changed() {
        NativeRecord record = NativeRecord.read(recordFile(), trust);
        if (record.digests().keySet().equals(resources.keySet())
                && record.equals(NativeRecord.of(folder, record.digests()))) {
            return Optional.empty();
        }
        Optional<String> cut = resources.keySet().stream()
                .filter(name -> folder.resolve(name).toFile().length() != size(name))
                .findFirst();
        // Who is root needs no digest to have what he wants loaded, and the next start could not use it either.
        if (cut.isPresent() || trust.isOnlyRoots(folder)) {
            return cut.map(name -> name + " has another size than it should have");
        }
        Map<String, String> digests = new TreeMap<>();
        for (String name : resources.keySet()) {
            // The record is this user's or root's own: what it says is known of a copy with other times too.
            String expected = record.digests().computeIfAbsent(name, this::digest);
            if (!Sha256.of(folder.resolve(name)).equals(expected)) {
                return Optional.of(name + " is not the one that came with this tool");
            }
            digests.put(name, expected);
        }
        NativeRecord.of(folder, digests).write(recordFile());
        return Optional.empty();
    }

    private void unpack() throws IOException {
        NativeTrust.createFolders(root());
        trust.requireOwnWay(root());
        try (UnpackFolder temporary = UnpackFolder.create(root())) {
            // What is renamed is another folder than the temporary one, which is deleted at the end.
            Path fresh = NativeTrust.createPrivate(temporary.path().resolve("fresh"));
            Map<String, String> digests = new TreeMap<>();
            for (String name : resources.keySet()) {
                digests.put(name, copy(name, fresh.resolve(name)));
            }
            if (alone) {
                publish(fresh, temporary.path().resolve("old"));
            } else {
                NativeTrust.createFolders(folder);
                for (String name : resources.keySet()) {
                    Files.move(fresh.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            NativeRecord.of(folder, digests).write(recordFile());
        }
    }

    /** Puts a folder in the place of this one, which goes aside. A process that has loaded what was there keeps it. */
    private void publish(Path fresh, Path aside) throws IOException {
        if (Files.notExists(folder)) {
            try {
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (FileSystemException e) {
                if (Files.notExists(folder)) {
                    throw e;
                }
            }
        }
        // Else another start was faster.
        if (problem().isPresent()) {
            Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Unpacks a library and gives its digest. */
    private String copy(String name, Path file) throws IOException {
        MessageDigest digest = Sha256.begin();
        try (InputStream in = resource(name).openStream();
                OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            in.transferTo(out);
        }
        NativeTrust.keepFromOthers(file);
        return HexFormat.of().formatHex(digest.digest());
    }

    private String digest(String name) {
        MessageDigest digest = Sha256.begin();
        try (InputStream in = resource(name).openStream()) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private long size(String name) {
        try {
            return resource(name).openConnection().getContentLengthLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URL resource(String name) {
        String path = Objects.requireNonNull(resources.get(name));
        URL found = NativeLibraries.class.getResource(path);
        if (found == null) {
            throw new UncheckedIOException(new FileNotFoundException(path + " on the class path"));
        }
        return found;
    }

    private Path root() {
        return Optional.ofNullable(folder.getParent()).orElseThrow();
    }

    private Path recordFile() {
        return folder.resolveSibling(folder.getFileName() + ".sha256");
    }
}
