package org.biggantune.libtorch;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Watches DJL's download from outside, by the temporary folder that it fills, and removes that folder if the process is
 * stopped meanwhile.
 */
final class DownloadWatch implements AutoCloseable {
    private static final long EVERY_MILLISECONDS = 500;

    private final NativeCache cache;
    private final Set<Path> old;
    private final CudaInstallProgress listener;
    private final Thread watcher;
    private final Thread remover;

    private DownloadWatch(NativeCache cache, CudaInstallProgress listener) {
        this.cache = cache;
        this.listener = listener;
        this.old = new HashSet<>(temporaryFolders(cache.root()));
        this.watcher = new Thread(this::watch, "download");
        this.watcher.setDaemon(true);
        this.remover = new Thread(() -> fresh().forEach(Utils::deleteQuietly), "download-remover");
    }

    /** Starts watching; close it when the download has ended in whatever way. */
    static DownloadWatch start(NativeCache cache, CudaInstallProgress listener) {
        DownloadWatch watch = new DownloadWatch(cache, listener);
        Runtime.getRuntime().addShutdownHook(watch.remover);
        watch.watcher.start();
        return watch;
    }

    /** The folders that DJL downloads into and has not renamed. */
    static List<Path> temporaryFolders(Path root) {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> String.valueOf(folder.getFileName()).matches("tmp\\d+"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(remover);
        } catch (IllegalStateException e) {
            // The process is ending, and the remover runs.
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(EVERY_MILLISECONDS);
                fresh().forEach(this::tell);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Path> fresh() {
        return temporaryFolders(cache.root()).stream()
                .filter(folder -> !old.contains(folder))
                .toList();
    }

    private void tell(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> list = files.toList();
            long bytes = list.stream().mapToLong(file -> file.toFile().length()).sum();
            listener.fetched(list.size(), cache.indexed().size(), bytes);
        } catch (IOException e) {
            // Renamed just now.
        }
    }
}
