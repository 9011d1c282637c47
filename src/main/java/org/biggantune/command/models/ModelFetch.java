package org.biggantune.command.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
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

/** Brings the file of a model that is to be installed to this machine: fetched, checked and unpacked. */
final class ModelFetch {
    private static final int BUFFER_BYTES = 1 << 16;
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
     * A file that can be imported.
     *
     * @param file where it lies
     * @param digest what it, or the file that it was packed in, was checked against
     * @param truncation the one that its publisher names
     * @param licence the one that its publisher names
     */
    record Fetched(Path file, Optional<ExpectedDigest> digest, OptionalDouble truncation, Optional<String> licence) {}

    /**
     * Brings a model's file here.
     *
     * @param folder one of its own, locked by this process
     * @throws NetworkUnavailableException if it cannot be reached; it says how to do without
     * @throws org.biggantune.domain.failure.BigganTuneException if it is missing or is not what was announced
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
                            + "; or fetch the file on another machine and give it by: biggan-tune models install "
                            + plan.name() + " --from FILE",
                    e);
        }
    }

    /** The zoo's files do not change: those of the public one must be those that the catalogue knows. */
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
                first[0] = first[0] < 0 ? done : first[0];
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
        progress.phase("MB fetched", (long) (done / MEGA), (long) (total.orElse(0) / MEGA));
        progress.advance(done, String.format(Locale.ROOT, "%.1f MB/s", speed));
    }

    /** Whether a file that the user has is the one that the catalogue means: the digest that says so. */
    private Optional<ExpectedDigest> checked(Path file, Optional<CatalogEntry> entry) {
        Optional<ExpectedDigest> digest = entry.flatMap(CatalogEntry::digest);
        boolean packed = entry.map(CatalogEntry::source).orElse("").startsWith("djl:");
        if (digest.isEmpty() || (packed && !GzipFile.is(file))) {
            // The digest is of the packed file.
            return Optional.empty();
        }
        MessageDigest found = digest.get().begin();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                found.update(buffer, 0, count);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (!digest.get().matches(found.digest())) {
            // The user's own file: told, and taken all the same.
            progress.say(file + " is not the file that " + entry.get().source() + " has: its "
                    + digest.get().algorithm() + " does not begin with "
                    + digest.get().hex().substring(0, SHOWN_DIGITS)
                    + ". It is installed all the same.");
            return Optional.empty();
        }
        return digest;
    }

    /** The file itself, or what a gzip file holds. */
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
            throw new CannotCreateException(folder + ": cannot be made: " + e.getMessage(), e);
        }
    }
}
