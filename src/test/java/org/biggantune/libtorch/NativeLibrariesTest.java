package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.io.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries of a jar in a cache; two small resources of DJL stand for them. */
class NativeLibrariesTest {
    private static final Map<String, String> RESOURCES =
            Map.of("liba.so", "/jnilib/pytorch.properties", "libb.so", "/pytorch-engine.properties");

    @TempDir
    Path top;

    private Path folder;
    private NativeLibraries libraries;
    private byte[] content;

    @BeforeEach
    void nameFolder() throws IOException {
        folder = top.resolve("cache/libtorch");
        libraries = new NativeLibraries(folder, RESOURCES, true, NativeTrust.ofProcess());
        try (var in = NativeLibrariesTest.class.getResourceAsStream("/jnilib/pytorch.properties")) {
            content = in.readAllBytes();
        }
    }

    @Test
    void prepare_emptyCache_unpacksForThisUserAlone() throws IOException {
        libraries.prepare();
        assertThat(folder.resolve("liba.so")).hasBinaryContent(content);
        assertThat(names(folder)).containsExactly("liba.so", "libb.so");
        assertThat(names(folder.getParent())).containsExactly("libtorch", "libtorch.sha256");
        if (hasModes()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("liba.so"))))
                    .isEqualTo("rw-r--r--");
        }
    }

    @Test
    void prepare_again_writesNothing() throws IOException {
        libraries.prepare();
        FileTime before = Files.getLastModifiedTime(folder.getParent());
        libraries.prepare();
        assertThat(Files.getLastModifiedTime(folder.getParent())).isEqualTo(before);
    }

    @Test
    void prepare_libraryCutEmptiedChangedOrGone_unpacksAnew() throws IOException {
        for (byte[] wrong : List.of(new byte[0], new byte[3], flipped(), new byte[content.length + 1])) {
            libraries.prepare();
            Files.write(folder.resolve("liba.so"), wrong);
            libraries.prepare();
            assertThat(folder.resolve("liba.so")).hasBinaryContent(content);
        }
        Files.delete(folder.resolve("libb.so"));
        libraries.prepare();
        assertThat(folder.resolve("libb.so")).isNotEmptyFile();
    }

    @Test
    void prepare_changedLibraryWithItsOldTimeAndSize_isNoticed() throws IOException {
        libraries.prepare();
        FileTime time = Files.getLastModifiedTime(folder.resolve("liba.so"));
        Files.write(folder.resolve("liba.so"), flipped());
        Files.setLastModifiedTime(folder.resolve("liba.so"), time);
        assertThat(libraries.problem()).contains("liba.so differs from the one shipped with this tool");
    }

    @Test
    void prepare_folderThatDjlUnpacked_isReadOnceAndKept() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("liba.so"), content);
        try (var in = NativeLibrariesTest.class.getResourceAsStream("/pytorch-engine.properties")) {
            Files.write(folder.resolve("libb.so"), in.readAllBytes());
        }
        FileTime before = Files.getLastModifiedTime(folder);
        libraries.prepare();
        assertThat(Files.getLastModifiedTime(folder)).isEqualTo(before);
        assertThat(folder.resolveSibling("libtorch.sha256"))
                .content()
                .contains(Sha256.of(content) + " " + content.length + " ");
    }

    @Test
    void prepare_cacheThatWasCopied_isReadOnceAndKept() throws IOException {
        libraries.prepare();
        for (String name : RESOURCES.keySet()) {
            Path copy = Files.copy(folder.resolve(name), top.resolve(name));
            Files.move(copy, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(folder.resolve(name), FileTime.fromMillis(1_000_000));
        }
        FileTime before = Files.getLastModifiedTime(folder);
        libraries.prepare();
        assertThat(Files.getLastModifiedTime(folder)).isEqualTo(before);
        assertThat(folder.resolveSibling("libtorch.sha256")).content().contains(" 1970-01-01T00:16:40Z ");
    }

    @Test
    void prepare_recordOfOtherDigests_isNotBelievedForFilesThatItDoesNotFit() throws IOException {
        libraries.prepare();
        Path record = folder.resolveSibling("libtorch.sha256");
        Files.write(folder.resolve("liba.so"), flipped());
        assumeThat(hasModes()).isTrue();
        // As somebody else could have left it in a folder that all can write to.
        Map<String, String> digests =
                Map.of("liba.so", Sha256.of(flipped()), "libb.so", Sha256.of(folder.resolve("libb.so")));
        NativeRecord.of(folder, digests).write(record);
        assertThat(libraries.problem()).as("this user's own word").isEmpty();
        Files.setPosixFilePermissions(record, PosixFilePermissions.fromString("rw-rw-rw-"));
        libraries.prepare();
        assertThat(folder.resolve("liba.so")).hasBinaryContent(content);
    }

    @Test
    void prepare_libraryThatIsNotOfTheJar_isRemoved() throws IOException {
        libraries.prepare();
        Files.write(folder.resolve("libevil.so.1"), content);
        libraries.prepare();
        assertThat(names(folder)).containsExactly("liba.so", "libb.so");
        Files.createDirectory(folder.resolve("deeper"));
        libraries.prepare();
        assertThat(names(folder)).containsExactly("liba.so", "libb.so");
    }

    @Test
    void prepare_sharedFolder_leavesTheOtherLibraries() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("libcuda_part.so"), content);
        new NativeLibraries(folder, RESOURCES, false, NativeTrust.ofProcess()).prepare();
        assertThat(names(folder)).containsExactly("liba.so", "libb.so", "libcuda_part.so");
    }

    @Test
    void prepare_foldersOfKilledStarts_areDeletedAfterAWhile() throws IOException {
        libraries.prepare();
        Path left = Files.createDirectories(folder.resolveSibling("unpack-123/fresh"))
                .getParent();
        Files.write(left.resolve("fresh/liba.so"), content);
        libraries.prepare();
        assertThat(left).isDirectory();
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        libraries.prepare();
        assertThat(left).doesNotExist();
        assertThat(folder.resolve("liba.so")).isNotEmptyFile();
    }

    @Test
    void prepare_whereNothingCanBeMade_saysWhatToName() throws IOException {
        Path file = Files.createFile(top.resolve("file"));
        NativeLibraries nowhere =
                new NativeLibraries(file.resolve("cache/libtorch"), RESOURCES, true, NativeTrust.ofProcess());
        assertThatThrownBy(nowhere::prepare)
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageStartingWith("libtorch cannot be unpacked to " + file)
                .hasMessageEndingWith("; free some space, or set DJL_CACHE_DIR to a folder of your own");
    }

    @Test
    void prepare_foldersOfAnotherUser_loadsNothing() {
        assumeThat(hasModes()).isTrue();
        libraries.prepare();
        // Neither root nor whoever runs this: for that user the folder is a stranger's, unless it is root's.
        NativeTrust stranger = new NativeTrust(4711);
        NativeLibraries theirs = new NativeLibraries(folder, RESOURCES, true, stranger);
        if (NativeTrust.ofProcess().user() == 0) {
            assertThatCode(theirs::prepare).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(theirs::prepare).isInstanceOf(DeviceUnavailableException.class);
        }
    }

    private byte[] flipped() {
        byte[] flipped = content.clone();
        flipped[0] ^= 1;
        return flipped;
    }

    private static boolean hasModes() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    }

    private static List<String> names(Path where) throws IOException {
        try (Stream<Path> files = Files.list(where)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
