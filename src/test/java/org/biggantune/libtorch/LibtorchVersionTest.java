package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibtorchVersionTest {
    @TempDir
    Path folder;

    private Path lib;

    @BeforeEach
    void makeLib() throws IOException {
        lib = Files.createDirectory(folder.resolve("lib"));
    }

    private Map<String, String> environment(Path path) {
        return Map.of("PYTORCH_LIBRARY_PATH", path.toString(), "PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cu128");
    }

    private void assertFits(Path path) {
        assertThatCode(() -> LibtorchVersion.checkEnvironment(environment(path)))
                .doesNotThrowAnyException();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Map<String, String> environment) {
        return assertThatThrownBy(() -> LibtorchVersion.checkEnvironment(environment))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageStartingWith("PYTORCH_LIBRARY_PATH " + environment.get("PYTORCH_LIBRARY_PATH") + ": ");
    }

    @Test
    void checkEnvironment_noneGiven_isFine() {
        assertThatCode(() -> LibtorchVersion.checkEnvironment(Map.of())).doesNotThrowAnyException();
        assertThatCode(() ->
                        LibtorchVersion.checkEnvironment(Map.of("PYTORCH_LIBRARY_PATH", " ", "PYTORCH_VERSION", "1")))
                .doesNotThrowAnyException();
    }

    @Test
    void checkEnvironment_libtorchOfTheRightVersion_isFine() throws IOException {
        Files.writeString(folder.resolve("build-version"), "2.7.1+cu128\n");
        assertFits(lib);
        assertFits(folder);
        Path library = Files.createFile(lib.resolve("libtorch.so"));
        assertFits(library);
    }

    @Test
    void checkEnvironment_libtorchOfAnotherVersion_isRefused() throws IOException {
        Files.writeString(folder.resolve("build-version"), "2.8.0+cpu\n");
        assertRefused(environment(lib))
                .hasMessageEndingWith(
                        ": libtorch 2.8.0+cpu found, expected 2.7.1; unset the variable to use the bundled one");
        Files.writeString(folder.resolve("build-version"), "2.7.10\n");
        assertRefused(environment(lib)).hasMessageContaining("libtorch 2.7.10 found");
    }

    @Test
    void checkEnvironment_pythonWheel_isReadByItsVersionFile() throws IOException {
        String version = """
                from typing import Optional

                __all__ = ['__version__', 'debug', 'cuda', 'git_version', 'hip', 'xpu']
                __version__ = '%s'
                debug = False
                cuda: Optional[str] = '12.8'
                """;
        Files.writeString(folder.resolve("version.py"), version.formatted("2.7.1+cu128"));
        assertFits(lib);
        Files.writeString(folder.resolve("version.py"), version.formatted("2.13.0+cpu"));
        assertRefused(environment(lib)).hasMessageContaining("libtorch 2.13.0+cpu found, expected 2.7.1");
    }

    @Test
    void checkEnvironment_folderThatDoesNotSay_isBelievedToBeWhatTheEnvironmentSays() {
        assertFits(lib);
        assertRefused(Map.of("PYTORCH_LIBRARY_PATH", lib.toString(), "PYTORCH_VERSION", "2.5.1"))
                .hasMessageContaining("libtorch 2.5.1 found");
        assertRefused(Map.of("PYTORCH_LIBRARY_PATH", lib.toString())).hasMessageContaining("libtorch unknown found");
    }

    @Test
    void checkEnvironment_missingFolder_isRefused() {
        assertRefused(environment(folder.resolve("none"))).hasMessageEndingWith(": no such folder");
    }

    @Test
    void checkEnvironment_missingFlavour_isRefused() throws IOException {
        Files.writeString(folder.resolve("build-version"), "2.7.1+cpu");
        String expected = ": set PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR (cpu or cu128) as well";
        assertRefused(Map.of("PYTORCH_LIBRARY_PATH", lib.toString(), "PYTORCH_VERSION", "2.7.1"))
                .hasMessageEndingWith(expected);
        assertRefused(Map.of("PYTORCH_LIBRARY_PATH", lib.toString(), "PYTORCH_FLAVOR", "cpu"))
                .hasMessageEndingWith(expected);
    }

    @Test
    void checkEnvironment_flavourWithoutAJniLibrary_isRefused() throws IOException {
        Files.writeString(folder.resolve("build-version"), "2.7.1+cu126");
        assertRefused(Map.of(
                        "PYTORCH_LIBRARY_PATH", lib.toString(), "PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cu126"))
                .hasMessageEndingWith(": PYTORCH_FLAVOR=cu126, expected cpu or cu128, which serves every CUDA version");
    }
}
