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
 * A cache folder with libraries unpacked from jars, guaranteed to match the jars when they are loaded. Digests are
 * compared when the libraries are unpacked or first found; then a record beside the folder stores digests and file
 * stamps, and files with unchanged stamps are not read again. Files that differ from the jars are unpacked again.
 *
 * @param folder the folder, which need not exist
 * @param resources the libraries: file name to class-path resource
 * @param exclusive whether the folder must contain no other library
 * @param trust decides which files may be loaded
 */
record NativeLibraries(Path folder, Map<String, String> resources, boolean exclusive, NativeTrust trust) {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

    /** File names that DJL loads. */
    private static final Pattern LIBRARY = Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib)");

    private static final String ADVICE = "free some space, or set DJL_CACHE_DIR to a folder of your own";

    /** Sorts the libraries. */
    NativeLibraries {
        resources = new TreeMap<>(resources);
    }

    /**
     * Unpacks the libraries unless the folder already contains them.
     *
     * @throws DeviceUnavailableException if another user owns or can write to the folder, or it lacks a library and
     *     cannot be written
     */
    void prepare() {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            trust.requireTrusted(folder);
        }
        UnpackFolder.deleteAbandoned(root());
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
                            + "libtorch cannot be unpacked to " + folder + ": " + reason + "; " + ADVICE,
                    e);
        }
        trust.requireTrusted(folder);
    }

    /**
     * Requires that the folder can be created or replaced, as far as that can be determined without doing so.
     *
     * @throws DeviceUnavailableException if it cannot, or another user could replace it afterwards
     */
    void requireWritable() {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there)) {
            there = Optional.ofNullable(there.getParent()).orElseThrow();
        }
        Path above = there.equals(folder) ? root() : there;
        if (!Files.isDirectory(above) || !Files.isWritable(above)) {
            throw new DeviceUnavailableException(
                    "libtorch cannot be unpacked to " + folder + ": " + above + " is not a writable folder; " + ADVICE);
        }
        trust.requireTrustedParents(above);
    }

    /** Describes why the folder cannot be loaded as it is; empty if it can. Reads files without recorded stamps. */
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
                .map(name -> name + " is missing");
    }

    /**
     * Finds unexpected libraries, since DJL loads everything in libtorch's folder except JNI libraries of other
     * versions.
     */
    private Optional<String> unknown() {
        if (!exclusive) {
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
                    .map(name -> "unexpected file " + MessageText.of(name));
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
        // Root could have anything loaded anyway, and this process could not write a record for the next start.
        if (cut.isPresent() || trust.belongsToRoot(folder)) {
            return cut.map(name -> name + " has the wrong size");
        }
        Map<String, String> digests = new TreeMap<>();
        for (String name : resources.keySet()) {
            // The record belongs to this user or root, so its digests are valid for a copy with other times too.
            String expected = record.digests().computeIfAbsent(name, this::digest);
            if (!Sha256.of(folder.resolve(name)).equals(expected)) {
                return Optional.of(name + " differs from the one shipped with this tool");
            }
            digests.put(name, expected);
        }
        NativeRecord.of(folder, digests).write(recordFile());
        return Optional.empty();
    }

    private void unpack() throws IOException {
        NativeTrust.createFolders(root());
        trust.requireTrustedParents(root());
        try (UnpackFolder temporary = UnpackFolder.create(root())) {
            // A sub-folder is renamed, because the temporary folder itself is deleted at the end.
            Path fresh = NativeTrust.createPrivate(temporary.path().resolve("fresh"));
            Map<String, String> digests = new TreeMap<>();
            for (String name : resources.keySet()) {
                digests.put(name, copy(name, fresh.resolve(name)));
            }
            if (exclusive) {
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

    /** Replaces this folder, moving the old one aside. Processes that have loaded the old libraries keep them. */
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
        // Without a problem, another process was faster.
        if (problem().isPresent()) {
            Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Unpacks a library and returns its digest. */
    private String copy(String name, Path file) throws IOException {
        MessageDigest digest = Sha256.begin();
        try (InputStream in = resource(name).openStream();
                OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            in.transferTo(out);
        }
        NativeTrust.restrictWriting(file);
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
