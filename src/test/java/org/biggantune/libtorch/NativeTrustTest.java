package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners and modes. Files of other users can only be made by root; without those rights these tests are skipped. */
class NativeTrustTest {
    private static final int SOMEBODY = 33;
    private static final int STRANGER = 4711;

    @TempDir
    Path top;

    private Path folder;
    private Path library;
    private NativeTrust trust;

    @BeforeEach
    void makeFolder() throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews())
                .as("owners and modes")
                .contains("unix");
        folder = Files.createDirectories(top.resolve("cache/lib"));
        library = Files.createFile(folder.resolve("liba.so"));
        mode(top.resolve("cache"), "rwxr-xr-x");
        mode(folder, "rwxr-xr-x");
        mode(library, "rw-r--r--");
        trust = NativeTrust.ofProcess();
    }

    @Test
    void ofProcess_user_isTheOneWhoMakesFiles() throws IOException {
        assertThat(trust.user()).isEqualTo(Files.getAttribute(library, "unix:uid"));
    }

    @Test
    void requireOwn_ownFilesUnderAFolderForTemporaryFiles_pass() {
        assertThatCode(() -> trust.requireTrusted(folder)).doesNotThrowAnyException();
    }

    @Test
    void requireOwn_modesByWhichOthersCanWrite_areRefused() throws IOException {
        mode(library, "rw-r--rw-");
        refused(library + ": other users can write to it, and native code would be loaded; run chmod -R go-w on "
                + folder);
        // Nobody else gets at the file in such a folder.
        mode(folder, "rwx------");
        assertThatCode(() -> trust.requireTrusted(folder)).doesNotThrowAnyException();
        mode(library, "rw-r--r--");
        mode(folder, "rwxr-xrwx");
        refused(folder + ": other users can replace files in it");
        mode(folder, "rwxr-xr-x");
        mode(folder.getParent(), "rwxrwxrwx");
        refused(folder.getParent() + ": other users can replace files in it");
    }

    @Test
    void requireOwn_aStickyFolderOnTheWay_passes() throws IOException {
        Files.setAttribute(folder.getParent(), "unix:mode", 01777);
        assertThatCode(() -> trust.requireTrusted(folder)).doesNotThrowAnyException();
    }

    @Test
    void requireOwn_filesOfAnotherUser_areRefused() throws IOException {
        requireRoot();
        Files.setAttribute(library, "unix:uid", SOMEBODY);
        refused(library + ": belongs to ");
        Files.setAttribute(library, "unix:uid", 0);
        Files.setAttribute(folder, "unix:uid", SOMEBODY);
        refused(folder + ": belongs to ");
        Files.setAttribute(folder, "unix:uid", 0);
        Files.setAttribute(folder.getParent(), "unix:uid", SOMEBODY);
        refused(folder.getParent() + ": belongs to ");
    }

    @Test
    void requireOwn_filesOfRoot_arePassedToEverybody() throws IOException {
        requireRoot();
        NativeTrust stranger = new NativeTrust(STRANGER);
        mode(top, "rwxr-xr-x");
        assertThatCode(() -> stranger.requireTrusted(folder)).doesNotThrowAnyException();
        assertThat(stranger.belongsToRoot(folder)).isTrue();
        assertThat(trust.belongsToRoot(folder)).isFalse();
        Files.setAttribute(folder, "unix:uid", STRANGER);
        assertThat(stranger.belongsToRoot(folder)).isFalse();
    }

    @Test
    void requireOwn_aGroup_isRefused_butTheUsersOwnOne() throws IOException {
        requireRoot();
        mode(folder.getParent(), "rwxrwxr-x");
        assertThatCode(() -> trust.requireTrusted(folder))
                .as("group root of root")
                .doesNotThrowAnyException();
        Files.setAttribute(folder.getParent(), "unix:gid", SOMEBODY);
        refused(folder.getParent() + ": other users can replace files in it");
    }

    @Test
    void requireOwn_links_areRefusedInside_andFollowedOnTheWay() throws IOException {
        Path link = Files.createSymbolicLink(top.resolve("link"), folder);
        assertThatCode(() -> trust.requireTrusted(link)).doesNotThrowAnyException();
        mode(folder.getParent(), "rwxrwxrwx");
        assertThatThrownBy(() -> trust.requireTrustedParents(link)).isInstanceOf(DeviceUnavailableException.class);
        mode(folder.getParent(), "rwxr-xr-x");
        Path inside = Files.createSymbolicLink(folder.resolve("libb.so"), library);
        refused(inside + ": is a link");
    }

    @Test
    void requireNamed_aFolderOfAnotherUser_passes_butNotWhatAThirdOnePutThere() throws IOException {
        requireRoot();
        Files.setAttribute(folder, "unix:uid", SOMEBODY);
        Files.setAttribute(library, "unix:uid", SOMEBODY);
        assertThatCode(() -> trust.requireUserChosen(folder)).doesNotThrowAnyException();
        Files.setAttribute(library, "unix:uid", STRANGER);
        assertThatThrownBy(() -> trust.requireUserChosen(folder))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageStartingWith(library.toRealPath() + ": belongs to 4711, but its folder does not");
    }

    @Test
    void requireNamed_whatEverybodyCanWrite_isRefused() throws IOException {
        mode(library, "rw-rw-rw-");
        assertThatThrownBy(() -> trust.requireUserChosen(folder)).hasMessageContaining(": everybody can write to it");
        mode(library, "rw-rw-r--");
        assertThatCode(() -> trust.requireUserChosen(folder)).doesNotThrowAnyException();
        mode(folder.getParent(), "rwxrwxrwx");
        assertThatThrownBy(() -> trust.requireUserChosen(folder)).hasMessageContaining(": everybody can write to it");
    }

    private void requireRoot() {
        assumeThat(trust.user()).as("only root can make files of other users").isZero();
    }

    private void refused(String message) {
        assertThatThrownBy(() -> trust.requireTrusted(folder))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageStartingWith(message);
    }

    private static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
