package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.assertj.core.api.AbstractThrowableAssert;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.model.NativeFolders;
import org.biggantune.model.TorchRuntime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LibtorchFolderTest {
    @TempDir
    Path folder;

    private Path torch;
    private Path lib;

    @BeforeEach
    void makeLibraries() throws IOException {
        torch = folder.resolve("torch");
        lib = NativeFolders.cpu(torch.resolve("lib"));
    }

    private void version(String text) throws IOException {
        Files.writeString(torch.resolve("version.py"), "from typing import Optional\n__version__ = '" + text + "'\n");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path given) {
        return assertThatThrownBy(() -> LibtorchFolder.read(given))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageStartingWith("--libtorch " + given + ": ");
    }

    @Test
    void read_wheelByAnyOfItsFolders_findsTheLibraries() throws IOException {
        version("2.7.1+cpu");
        for (Path given : new Path[] {lib, torch, folder}) {
            assertThat(LibtorchFolder.read(given))
                    .isEqualTo(new Libtorch(lib, "2.7.1+cpu", "cpu", Libtorch.Source.OPTION));
        }
    }

    @Test
    void read_wheelForCuda_isOfItsFlavour() throws IOException {
        version("2.7.1+cu126");
        NativeFolders.addLibrary(lib, "torch_cuda");
        Libtorch libtorch = LibtorchFolder.read(torch);
        assertThat(libtorch.flavour()).isEqualTo("cu126");
        assertThat(libtorch.cuda()).isTrue();
        assertThat(libtorch.bridge()).isEqualTo("cu128");
        assertThat(libtorch.cudaMajor()).isEqualTo(OptionalInt.of(12));
    }

    @Test
    void read_cudaVersionWithoutItsLibrary_isForTheCpu() throws IOException {
        version("2.7.1+cu126");
        assertThat(LibtorchFolder.read(torch).flavour()).isEqualTo("cpu");
    }

    @Test
    void read_distribution_findsItsVersion() throws IOException {
        Files.writeString(torch.resolve("build-version"), "2.7.1+cu118\n");
        assertThat(LibtorchFolder.read(torch).version()).isEqualTo("2.7.1+cu118");
    }

    @Test
    void read_anotherVersion_isRefused() throws IOException {
        version("2.13.0+cpu");
        assertRefused(torch).hasMessageEndingWith(": libtorch 2.13.0+cpu found, expected 2.7.1");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void read_withoutAnyVersion_isRefused() {
        assertRefused(lib).hasMessageContaining("unknown version").hasMessageEndingWith("; expected 2.7.1");
    }

    @Test
    void read_incomplete_isRefused() throws IOException {
        version("2.7.1");
        Files.delete(lib.resolve(System.mapLibraryName("c10")));
        assertRefused(torch).hasMessageContaining(System.mapLibraryName("c10") + " is missing in " + lib);
    }

    @Test
    void read_forRocm_isRefused() throws IOException {
        version("2.7.1+rocm6.3");
        NativeFolders.addLibrary(lib, "torch_hip");
        assertRefused(torch).hasMessageContaining("ROCm");
    }

    @Test
    void read_somethingElse_isRefused() {
        assertRefused(folder.resolve("none")).hasMessageEndingWith(": no such folder");
        assertRefused(folder.getParent()).hasMessageContaining("no " + System.mapLibraryName("torch") + " in it");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void read_forAnotherProcessor_isRefused() throws IOException {
        version("2.7.1");
        try (RandomAccessFile file = new RandomAccessFile(
                lib.resolve(System.mapLibraryName("torch_cpu")).toFile(), "rw")) {
            file.seek(18); // e_machine; 243 is RISC-V
            file.write(new byte[] {(byte) 243, 0});
        }
        assertRefused(torch)
                .hasMessageEndingWith("built for machine 243, this Java runs on " + System.getProperty("os.arch"));
        Files.writeString(lib.resolve(System.mapLibraryName("torch_cpu")), "not a library");
        assertRefused(torch).hasMessageEndingWith("is not a 64-bit Linux library");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void read_librariesAlone_readsTheVersionOffThem() {
        // The bundled libraries, unpacked: they come without any file that tells a version.
        TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty()).close();
        Path bundled = BundledLibtorch.in(NativeCache.ofProcess()).folder();
        assertThat(LibtorchFolder.read(bundled))
                .isEqualTo(new Libtorch(bundled, "2.7.1", "cpu", Libtorch.Source.OPTION));
    }
}
