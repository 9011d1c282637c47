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
import java.util.List;
import java.util.Map;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.model.NativeFolders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at before DJL loads anything; nothing is loaded. */
class LibtorchLoaderTest {
    private static final String BRIDGE = "0.36.0-" + System.mapLibraryName("djl_torch");

    @TempDir
    Path top;

    private NativeCache cache;
    private NativeTrust trust;

    @BeforeEach
    void makeCache() {
        cache = new NativeCache(top.resolve("pytorch"), "linux-x86_64");
        trust = NativeTrust.ofProcess();
    }

    @Test
    void prepare_installedCuda_addsTheJniLibraryOfTheJar_andMendsIt() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        Libtorch cuda = cache.cuda().orElseThrow();
        LibtorchLoader.prepare(cuda, cache, trust);
        Path bridge = cache.cudaFolder().resolve(BRIDGE);
        byte[] ofJar;
        try (var in = getClass().getResourceAsStream("/jnilib/linux-x86_64/cu128/libdjl_torch.so")) {
            ofJar = in.readAllBytes();
        }
        assertThat(bridge).hasBinaryContent(ofJar);
        Files.writeString(bridge, "planted");
        LibtorchLoader.prepare(cuda, cache, trust);
        assertThat(bridge).hasBinaryContent(ofJar);
        assertThat(cache.cudaFolder().resolve(System.mapLibraryName("torch_cuda")))
                .exists();
    }

    @Test
    void prepare_installedCudaThatOthersCanWrite_isRefused() throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("unix");
        NativeFolders.cuda(cache.cudaFolder());
        Path library = cache.cudaFolder().resolve(System.mapLibraryName("cudnn"));
        Files.setPosixFilePermissions(cache.cudaFolder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rw-rw-rw-"));
        Libtorch cuda = cache.cuda().orElseThrow();
        assertThatThrownBy(() -> LibtorchLoader.prepare(cuda, cache, trust))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining(library.getFileName() + ": other users can write to it");
        assertThat(report("cuda").problems()).isNotEmpty();
    }

    @Test
    void prepare_namedLibtorch_isLeftAsItIs_withAJniLibraryInTheCache() throws IOException {
        Path named = NativeFolders.cpu(top.resolve("mine"));
        Libtorch libtorch = new Libtorch(named, "2.7.1", "cpu", Libtorch.Source.OPTION);
        LibtorchLoader.prepare(libtorch, cache, trust);
        assertThat(cache.root().resolve("2.7.1-cpu-linux-x86_64").resolve(BRIDGE))
                .isNotEmptyFile();
        assertThat(named.resolve(BRIDGE)).doesNotExist();
    }

    @Test
    void report_bundledLibtorch_whereItCannotBeUnpacked_isAProblem() throws IOException {
        assumeThat(BundledLibtorch.isFor(cache.platform())).isTrue();
        assertThat(report("cpu").problems()).isEmpty();
        assertThat(report("cpu").unpacked()).isFalse();
        cache = new NativeCache(Files.createFile(top.resolve("file")).resolve("pytorch"), cache.platform());
        assertThat(report("cpu").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("libtorch cannot be unpacked to " + cache.root())
                        .endsWith("set DJL_CACHE_DIR to a folder of your own"));
    }

    @Test
    void advice_byTheLoadersMessage_isWhatHelps() {
        Libtorch bundled = BundledLibtorch.in(cache);
        assertThat(LibtorchLoader.advice("libc10.so: failed to map segment from shared object", bundled))
                .contains("noexec")
                .contains("DJL_CACHE_DIR");
        assertThat(LibtorchLoader.advice("version `GLIBC_2.28' not found (required by libc10.so)", bundled))
                .contains("glibc 2.28");
    }

    @Test
    void requireTrusted_folderThatIsNotThereYet_passes() {
        assertThatCode(() -> LibtorchLoader.requireTrusted(BundledLibtorch.in(cache), cache, trust))
                .doesNotThrowAnyException();
    }

    private NativeReport report(String device) {
        CudaDriver driver = () -> device.equals("cuda")
                ? CudaState.of("12.8", List.of(new Gpu(0, "GPU", "9.0", 1L << 36)))
                : CudaState.withoutDriver();
        return NativeReport.of(DeviceChoice.parse(device), Map.of(), cache, driver, trust);
    }
}
