package org.biggantune.libtorch;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.io.GzipFile;
import org.biggantune.io.download.DownloadProgress;
import org.biggantune.io.download.Downloader;
import org.biggantune.io.download.RemoteFile;

/**
 * Downloads DJL's CUDA libraries into the folder where DJL expects them. Files are collected in a sibling folder with
 * the suffix {@code .part}, which an interrupted download resumes; it is renamed when it is complete. Each file is
 * checked by its gzip checksum.
 */
final class CudaDownload {
    private static final URI SERVER = URI.create("https://publish.djl.ai/pytorch/" + LibtorchVersion.REQUIRED + "/");

    private final NativeCache cache;
    private final Downloader downloader;
    private final CudaInstallProgress progress;
    private final Path part;
    private int files;
    private long bytes;

    CudaDownload(NativeCache cache, Map<String, String> environment, CudaInstallProgress progress) {
        this.cache = cache;
        this.downloader = new Downloader(environment);
        this.progress = progress;
        this.part = cache.cudaFolder().resolveSibling(cache.cudaFolder().getFileName() + ".part");
    }

    /**
     * Downloads the missing files and renames the folder.
     *
     * @throws DeviceUnavailableException if the server's index lacks required files
     * @throws BigganTuneException if a file cannot be downloaded or written
     */
    void run() {
        try {
            Files.createDirectories(part);
            Files.deleteIfExists(cache.index());
            downloader.fetch(RemoteFile.of(SERVER.resolve("files.txt")), cache.index(), DownloadProgress.NONE);
            List<String> lines = lines();
            for (String line : lines) {
                fetch(line, lines.size());
            }
            List<String> missing = cache.missingOfCuda(part);
            if (!missing.isEmpty()) {
                throw new DeviceUnavailableException(
                        "the download lacks " + String.join(", ", missing) + "; try again later");
            }
            Files.move(part, cache.cudaFolder(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CannotCreateException(cache.root() + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private List<String> lines() throws IOException {
        String folder = NativeCache.CUDA_FLAVOUR + "/" + cache.platform() + "/";
        try (Stream<String> lines = Files.lines(cache.index(), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(folder) && line.endsWith(GzipFile.ENDING))
                    .toList();
        }
    }

    private void fetch(String line, int total) throws IOException {
        Path target = part.resolve(NativeCache.fileOf(line));
        if (!Files.exists(target)) {
            Path packed = part.resolve(target.getFileName() + GzipFile.ENDING);
            downloader.fetch(
                    RemoteFile.of(SERVER.resolve(line)),
                    packed,
                    (done, size) -> progress.fetched(files, total, bytes + done));
            try {
                GzipFile.unpack(packed, target);
            } finally {
                // Damaged files too: resuming would not repair them.
                Files.deleteIfExists(packed);
            }
        }
        files++;
        bytes += Files.size(target);
        progress.fetched(files, total, bytes);
    }
}
