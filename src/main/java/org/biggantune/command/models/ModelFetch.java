package org.biggantune.command.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.NetworkUnavailableException;
import org.biggantune.io.GzipFile;
import org.biggantune.io.download.DownloadProgress;
import org.biggantune.io.download.Downloader;
import org.biggantune.io.download.ExpectedDigest;
import org.biggantune.io.download.RemoteFile;
import org.biggantune.model.zoo.DjlZoo;
import org.biggantune.model.zoo.ZooModel;

/** Downloads, checks and unpacks the file of a model to install. */
final class ModelFetch {
    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;
    private static final int SHOWN_DIGITS = 8;

    private final InstallDir home;
    private final Progress progress;
    private final Downloader downloader;

    ModelFetch(InstallDir home, Progress progress) {
        this.home = home;
        this.progress = progress;
        this.downloader = new Downloader(home.environment());
    }

    /**
     * A file to import.
     *
     * @param file the file
     * @param digest the digest that it, or its packed form, was checked against
     * @param truncation the truncation given by its publisher
     * @param licence the licence given by its publisher
     */
    record Fetched(Path file, Optional<ExpectedDigest> digest, OptionalDouble truncation, Optional<String> licence) {}

    /**
     * Gets the file of a model.
     *
     * @param folder a separate folder, locked by this process
     * @throws NetworkUnavailableException if it cannot be reached; the message says how to do without network
     * @throws org.biggantune.domain.failure.BigganTuneException if it is missing, or its size or digest is wrong
     */
    Fetched fetch(InstallSource.Plan plan, Path folder) {
        Path staging = folder.resolve("fetched");
        createFolder(staging);
        if (plan.source() instanceof InstallSource.Given given) {
            Optional<ExpectedDigest> digest = checked(given.file(), plan.entry());
            return new Fetched(unpacked(given.file(), staging), digest, OptionalDouble.empty(), Optional.empty());
        }
        try {
            if (plan.source() instanceof InstallSource.OfZoo zoo) {
                ZooModel model = zooModel(zoo, staging);
                RemoteFile file = pinned(model.file(), plan.entry());
                Path fetched = download(plan.name(), file, staging);
                return new Fetched(unpacked(fetched, staging), file.digest(), model.truncation(), model.licence());
            }
            RemoteFile file = ((InstallSource.Fetched) plan.source()).file();
            Path fetched = download(plan.name(), file, staging);
            return new Fetched(unpacked(fetched, staging), file.digest(), OptionalDouble.empty(), Optional.empty());
        } catch (NetworkUnavailableException e) {
            throw new NetworkUnavailableException(
                    e.getMessage()
                            + "; or download the file on another machine and install it with: biggan-tune models install "
                            + plan.name() + " --from FILE",
                    e);
        }
    }

    /** Returns the file with the catalogue's digest if it comes from the public zoo, where files do not change. */
    private RemoteFile pinned(RemoteFile file, Optional<CatalogEntry> entry) {
        return DjlZoo.of(home.environment()).isPublic()
                        && entry.flatMap(CatalogEntry::digest).isPresent()
                ? new RemoteFile(
                        file.uri(),
                        entry.get().exactBytes(),
                        entry.get().most(),
                        entry.get().digest())
                : file;
    }

    private ZooModel zooModel(InstallSource.OfZoo source, Path staging) {
        DjlZoo zoo = DjlZoo.of(home.environment());
        Path repository = staging.resolve("zoo");
        Path metadata = repository.resolve(DjlZoo.path(source.address()));
        createFolder(Objects.requireNonNull(metadata.getParent()));
        downloader.fetch(zoo.metadata(source.address()), metadata, DownloadProgress.NONE);
        return zoo.model(source.address(), repository);
    }

    private Path download(String name, RemoteFile file, Path staging) {
        String last = file.name();
        Path target = staging.resolve(ModelName.isValid(last) ? last : name);
        long begun = System.nanoTime();
        long[] first = {-1};
        progress.begin(name, file.bytes().orElse(0));
        try {
            downloader.fetch(file, target, (done, total) -> {
                if (first[0] < 0) {
                    first[0] = done;
                    total.ifPresent(progress::resize);
                    progress.resume(done);
                }
                double seconds = (System.nanoTime() - begun) / NANOS;
                show(done, total, seconds > 0 ? (done - first[0]) / MEGA / seconds : 0);
            });
        } finally {
            progress.end();
        }
        return target;
    }

    private void show(long done, OptionalLong total, double speed) {
        total.ifPresent(progress::resize);
        progress.phase("MB downloaded", (long) (done / MEGA), (long) (total.orElse(0) / MEGA));
        progress.advance(done, String.format(Locale.ROOT, "%.1f MB/s", speed));
    }

    /** Compares the user's file with the catalogue's digest; returns the digest if it matches, else warns. */
    private Optional<ExpectedDigest> checked(Path file, Optional<CatalogEntry> entry) {
        Optional<ExpectedDigest> digest = entry.flatMap(CatalogEntry::digest);
        boolean packed = entry.map(CatalogEntry::source).orElse("").startsWith("djl:");
        if (digest.isEmpty() || (packed && !GzipFile.is(file))) {
            // The digest is that of the packed file.
            return Optional.empty();
        }
        boolean published;
        try {
            published = digest.get().isOf(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (!published) {
            progress.say(file + " differs from the file at " + entry.get().source() + ": its "
                    + digest.get().algorithm() + " does not start with "
                    + digest.get().hex().substring(0, SHOWN_DIGITS)
                    + ". Installing it anyway.");
            return Optional.empty();
        }
        return digest;
    }

    /** Returns the file itself, or the content of a gzip file. */
    private static Path unpacked(Path file, Path staging) {
        if (!GzipFile.is(file)) {
            return file;
        }
        String name = String.valueOf(file.getFileName());
        Path target = staging.resolve(
                name.toLowerCase(Locale.ROOT).endsWith(GzipFile.ENDING)
                        ? name.substring(0, name.length() - GzipFile.ENDING.length())
                        : name + ".unpacked");
        GzipFile.unpack(file, target);
        return target;
    }

    private static MissingInputException unreadable(Path file, IOException e) {
        return new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CannotCreateException(folder + ": cannot be created: " + e.getMessage(), e);
        }
    }
}
