package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
