package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.model.NativeFolders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
    @TempDir
    Path root;

    private NativeCache cache;

    @BeforeEach
    void makeCache() {
        cache = new NativeCache(root, "linux-x86_64");
    }

    @Test
    void cuda_nothingThere_isMissing() {
        assertThat(cache.cuda()).isEmpty();
        assertThat(cache.missingOfCuda())
                .contains(System.mapLibraryName("torch"), System.mapLibraryName("torch_cuda"))
                .hasSize(8);
    }

    @Test
    void cuda_folderOfTheJniLibraryAlone_isMissing() throws IOException {
        Files.createDirectories(cache.cudaFolder());
        NativeFolders.addLibrary(cache.cudaFolder(), "djl_torch");
        assertThat(cache.cuda()).isEmpty();
    }

    @Test
    void cuda_allLibraries_isThere() throws IOException {
        NativeFolders.cuda(root.resolve("2.7.1-cu128-linux-x86_64"));
        assertThat(cache.missingOfCuda()).isEmpty();
        assertThat(cache.cuda())
                .contains(new Libtorch(
                        root.resolve("2.7.1-cu128-linux-x86_64"), "2.7.1", "cu128", Libtorch.Source.INSTALLED));
    }

    @Test
    void cuda_emptyLibrary_countsAsMissing() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        Path library = cache.cudaFolder().resolve(System.mapLibraryName("torch_cpu"));
        Files.write(library, new byte[0]);
        assertThat(cache.missingOfCuda()).containsExactly(System.mapLibraryName("torch_cpu"));
    }

    @Test
    void cuda_fileOfTheIndexThatIsNotThere_isMissing() throws IOException {
        NativeFolders.cuda(cache.cudaFolder());
        Files.writeString(root.resolve("2.7.1.txt"), """
                cpu/linux-x86_64/native/lib/libother.so.gz
                cu128/win-x86_64/native/lib/other.dll.gz
                cu128/linux-x86_64/native/lib/libnvToolsExt-847d78f2.so.1.gz
                cu128/linux-x86_64/native/lib/libc%2B%2B.so.gz
                """);
        assertThat(cache.missingOfCuda()).containsExactly("libnvToolsExt-847d78f2.so.1", "libc++.so");
    }

    @Test
    void ofHome_theFirstThatCanBeWritten_orHoldsACache() throws IOException {
        Path home = Files.createDirectories(root.resolve("home"));
        Path none = root.resolve("none");
        assertThat(NativeCache.ofHome(home.toString(), none.toString())).isEqualTo(home.resolve(".djl.ai/pytorch"));
        assertThat(NativeCache.ofHome(none.toString(), home.toString())).isEqualTo(home.resolve(".djl.ai/pytorch"));
        assertThat(NativeCache.ofHome("?", home.toString())).isEqualTo(home.resolve(".djl.ai/pytorch"));
        // Never a folder that everybody shares, nor one in the working folder.
        assertThat(NativeCache.ofHome(none.toString(), "")).isEqualTo(none.resolve(".djl.ai/pytorch"));
        assertThatThrownBy(() -> NativeCache.ofHome("?", "relative"))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessage("this user has no home folder to unpack libtorch to; set HOME or DJL_CACHE_DIR");
    }
}
