package org.biggantune.command.models;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.io.download.RemoteFile;
import org.biggantune.model.zoo.ZooAddress;

/** Resolves the arguments of {@code models install} before anything is downloaded. */
final class InstallPlanner {
    private static final String FROM = "--from";

    private final InstallDir home;
    private final Map<String, CatalogEntry> entries;

    InstallPlanner(InstallDir home) {
        this.home = home;
        this.entries = CatalogFile.all(home);
    }

    /**
     * Returns what to install.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if an argument is unknown, or options do not apply to it
     */
    List<InstallSource.Plan> plans(InstallOptions options) {
        if (options.models.size() > 1) {
            options.from.ifPresent(file -> {
                throw new InvalidOptionException(
                        FROM + " " + file + ": is for one model, but " + options.models.size() + " are given");
            });
            options.name.ifPresent(name -> {
                throw new InvalidOptionException(
                        "--as " + name + ": is for one model, but " + options.models.size() + " are given");
            });
        }
        return options.models.stream().map(model -> plan(model, options)).toList();
    }

    private InstallSource.Plan plan(String model, InstallOptions options) {
        Optional<CatalogEntry> entry = Optional.ofNullable(entries.get(model));
        InstallSource source = options.from
                .<InstallSource>map(file -> given(FROM + " " + file, file))
                .or(() -> entry.map(this::source))
                .orElseGet(() -> unlisted(model));
        boolean named = entry.isPresent() || options.from.isPresent();
        String name = options.name
                .map(given -> ModelName.require("--as", given))
                .orElseGet(() -> named ? ModelName.require("argument", model) : suggested(source));
        return new InstallSource.Plan(name, source, entry);
    }

    private InstallSource source(CatalogEntry entry) {
        String url = entry.url()
                .orElseThrow(() -> new MissingInputException(
                        entry.name() + ": cannot be downloaded automatically; " + entry.howToGet()));
        return url.startsWith(ZooAddress.SCHEME)
                ? new InstallSource.OfZoo(ZooAddress.parse(url))
                : new InstallSource.Fetched(
                        new RemoteFile(URI.create(url), entry.exactBytes(), entry.most(), entry.digest()));
    }

    private InstallSource unlisted(String text) {
        if (text.startsWith(ZooAddress.SCHEME)) {
            return new InstallSource.OfZoo(ZooAddress.parse(text));
        }
        if (text.matches("[a-z0-9+.-]+:/.*")) {
            try {
                return new InstallSource.Fetched(RemoteFile.of(URI.create(text)));
            } catch (IllegalArgumentException e) {
                throw new InvalidOptionException("argument '" + text + "': not a valid address: " + e.getMessage());
            }
        }
        Path file = PathOption.parse("argument", text);
        if (!Files.exists(file)) {
            throw new ModelCatalog(home).missing(text, text);
        }
        return given(text, file);
    }

    private static InstallSource given(String argument, Path file) {
        if (!Files.exists(file)) {
            throw new MissingInputException(argument + ": no such file");
        }
        if (Files.isDirectory(file)) {
            throw new MissingInputException(argument + ": is a folder, expected a checkpoint or an archive");
        }
        return new InstallSource.Given(file);
    }

    private static String suggested(InstallSource source) {
        if (source instanceof InstallSource.OfZoo zoo) {
            return zoo.address().name().orElse(zoo.address().artifact());
        }
        return ModelName.ofFile(
                source instanceof InstallSource.Fetched fetched
                        ? fetched.file().name()
                        : String.valueOf(((InstallSource.Given) source).file().getFileName()));
    }
}
