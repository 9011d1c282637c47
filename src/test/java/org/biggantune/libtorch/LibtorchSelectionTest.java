package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.model.NativeFolders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibtorchSelectionTest {
    @TempDir
    Path folder;

    private NativeCache cache;

    @BeforeEach
    void makeCache() {
        cache = new NativeCache(folder.resolve("cache"), "linux-x86_64");
    }

    private static CudaState gpus(String version, int count) {
        return CudaState.of(
                version,
                IntStream.range(0, count)
                        .mapToObj(i -> new Gpu(i, "GPU " + i, "9.0", 1L << 36))
                        .toList());
    }

    private LibtorchSelection on(CudaState cuda) {
        return new LibtorchSelection(Map.of(), cache, () -> cuda);
    }

    private static Libtorch chosen(LibtorchSelection selection, String device) {
        return selection.libtorch(DeviceChoice.parse(device));
    }

    private static OptionalInt gpu(LibtorchSelection selection, String device) {
        DeviceChoice choice = DeviceChoice.parse(device);
        return selection.gpu(choice, selection.libtorch(choice));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(CudaState cuda, String device) {
        return assertThatThrownBy(() -> gpu(on(cuda), device))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageStartingWith("--device " + device + ": ")
                .hasMessageEndingWith("; or use --device cpu");
    }

    @Test
    void libtorch_withoutAnything_isTheBundledOne() {
        Libtorch libtorch = chosen(on(CudaState.withoutDriver()), "auto");
        assertThat(libtorch.source()).isEqualTo(Libtorch.Source.BUNDLED);
        assertThat(libtorch.flavour()).isEqualTo("cpu");
        assertThat(libtorch.folder().getParent()).isEqualTo(cache.root());
        assertThat(libtorch.settings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cuda", "cuda:1"})
    void libtorch_withInstalledCudaAndGpu_isTheInstalledOne(String device) throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        Libtorch libtorch = chosen(on(gpus("12.4", 2)), device);
        assertThat(libtorch.source()).isEqualTo(Libtorch.Source.INSTALLED);
        assertThat(libtorch.settings())
                .containsEntry("PYTORCH_LIBRARY_PATH", cache.cudaFolder().toString())
                .containsEntry("PYTORCH_VERSION", "2.7.1")
                .containsEntry("PYTORCH_FLAVOR", "cu128");
    }

    @Test
    void libtorch_withInstalledCudaButNoUseForIt_isTheBundledOne() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        assertThat(chosen(on(gpus("12.8", 1)), "cpu").source()).isEqualTo(Libtorch.Source.BUNDLED);
        assertThat(chosen(on(CudaState.withoutDriver()), "auto").source()).isEqualTo(Libtorch.Source.BUNDLED);
        assertThat(chosen(on(gpus("11.4", 1)), "auto").source()).isEqualTo(Libtorch.Source.BUNDLED);
    }

    @Test
    void libtorch_withIncompleteCuda_isTheBundledOne() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        Files.delete(cache.cudaFolder().resolve(System.mapLibraryName("torch_cuda")));
        assertThat(chosen(on(gpus("12.8", 1)), "auto").source()).isEqualTo(Libtorch.Source.BUNDLED);
    }

    @Test
    void libtorch_ofTheOption_goesFirst() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        Path own = NativeFolders.cpu(folder.resolve("own"));
        Files.writeString(own.resolve("build-version"), "2.7.1+cpu");
        DeviceChoice choice = DeviceChoice.parse("auto").withLibtorch(own);
        Libtorch libtorch = on(gpus("12.8", 1)).libtorch(choice);
        assertThat(libtorch.source()).isEqualTo(Libtorch.Source.OPTION);
        assertThat(libtorch.folder()).isEqualTo(own);
        assertThat(libtorch.settings()).containsEntry("PYTORCH_FLAVOR", "cpu");
        assertThat(on(gpus("12.8", 1)).gpu(choice, libtorch)).isEmpty();
    }

    @Test
    void libtorch_forCudaOnTheProcessor_isLoadedAsOneForTheProcessor() throws IOException {
        Path own = NativeFolders.cuda(folder.resolve("own"));
        Files.writeString(own.resolve("build-version"), "2.7.1+cu126");
        Libtorch libtorch =
                on(CudaState.withoutDriver()).libtorch(DeviceChoice.parse("cpu").withLibtorch(own));
        assertThat(libtorch.settings()).containsEntry("PYTORCH_FLAVOR", "cu128");
        assertThat(libtorch.on(OptionalInt.empty()).settings())
                .containsEntry("PYTORCH_FLAVOR", "cpu")
                .containsEntry("PYTORCH_LIBRARY_PATH", own.toString());
    }

    @Test
    void libtorch_ofTheEnvironment_goesBeforeTheInstalledOne() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        Path own = NativeFolders.cuda(folder.resolve("own"));
        Map<String, String> environment =
                Map.of("PYTORCH_LIBRARY_PATH", own.toString(), "PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cu128");
        LibtorchSelection selection = new LibtorchSelection(environment, cache, () -> gpus("12.8", 1));
        Libtorch libtorch = chosen(selection, "auto");
        assertThat(libtorch.source()).isEqualTo(Libtorch.Source.ENVIRONMENT);
        assertThat(libtorch.settings()).isEmpty();
        assertThat(gpu(selection, "auto")).hasValue(0);
    }

    @Test
    void libtorch_contradictedByTheEnvironment_isRefused() throws IOException {
        Path own = NativeFolders.cpu(folder.resolve("own"));
        Files.writeString(own.resolve("build-version"), "2.7.1+cpu");
        DeviceChoice choice = DeviceChoice.parse("cpu").withLibtorch(own);
        Map<String, String> environment = Map.of("PYTORCH_FLAVOR", "cu121");
        LibtorchSelection selection = new LibtorchSelection(environment, cache, CudaState::withoutDriver);
        assertThatThrownBy(() -> selection.libtorch(choice))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageEndingWith("PYTORCH_FLAVOR=cu121 in the environment selects another one; unset it");
    }

    @Test
    void gpu_thatIsThere_isTaken() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        LibtorchSelection selection = on(gpus("12.8", 2));
        assertThat(gpu(selection, "auto")).hasValue(0);
        assertThat(gpu(selection, "cuda")).hasValue(0);
        assertThat(gpu(selection, "cuda:1")).hasValue(1);
        assertThat(gpu(selection, "cpu")).isEmpty();
    }

    @Test
    void gpu_onAutoWithoutOne_isTheCpu() throws IOException {
        assertThat(gpu(on(gpus("12.8", 1)), "auto")).isEmpty();
        NativeFolders.cuda(cache.cudaFolder());
        assertThat(gpu(on(CudaState.withoutDriver()), "auto")).isEmpty();
        assertThat(gpu(on(CudaState.withoutGpu("12.8", "x")), "auto")).isEmpty();
        assertThat(gpu(on(gpus("11.4", 1)), "auto")).isEmpty();
    }

    @Test
    void gpu_withoutDriver_isRefused() {
        assertRefused(CudaState.withoutDriver(), "cuda:0").hasMessageContaining("no NVIDIA driver");
    }

    @Test
    void gpu_thatTheDriverDoesNotGive_isRefusedWithItsWords() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        assertRefused(CudaState.withoutGpu("12.8", "the cat sits on it"), "cuda:0")
                .hasMessageContaining("the cat sits on it");
    }

    @Test
    void gpu_withLibrariesForTheCpuAlone_isRefused() {
        assertRefused(gpus("12.8", 1), "cuda:0")
                .hasMessageContaining("2.7.1 cpu (bundled)")
                .hasMessageContaining("has no CUDA; run biggan-tune doctor --install cuda once");
        cache = new NativeCache(cache.root(), "linux-aarch64");
        assertRefused(gpus("12.8", 1), "cuda:0")
                .hasMessageContaining("give a PyTorch 2.7.1 with CUDA by --libtorch")
                .hasMessageNotContaining("--install");
    }

    @Test
    void gpu_beyondTheLast_isRefused() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        assertRefused(gpus("12.8", 1), "cuda:1").hasMessageContaining("there is 1 GPU here, numbered from cuda:0;");
        assertRefused(gpus("12.8", 4), "cuda:4")
                .hasMessageContaining("there are 4 GPUs here, numbered from cuda:0 to cuda:3;");
    }

    @Test
    void gpu_withDriverTooOld_isRefused() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        assertRefused(gpus("11.4", 1), "cuda:0")
                .hasMessageContaining("needs a driver for CUDA 12, this one supports 11.4; update the NVIDIA driver");
    }

    @Test
    void driver_isAskedOnceAndOnlyForGpus() {
        AtomicInteger asked = new AtomicInteger();
        LibtorchSelection selection = new LibtorchSelection(Map.of(), cache, () -> {
            asked.incrementAndGet();
            return gpus("12.8", 1);
        });
        gpu(selection, "cpu");
        assertThat(asked).hasValue(0);
        List.of("auto", "auto").forEach(device -> gpu(selection, device));
        assertThat(asked).hasValue(1);
    }
}
