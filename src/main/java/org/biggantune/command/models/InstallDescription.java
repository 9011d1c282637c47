package org.biggantune.command.models;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.biggantune.cli.InstallDir;
import org.biggantune.io.download.RemoteFile;
import org.biggantune.model.zoo.DjlZoo;

/** Describes what {@code models install} would do: the files it would download, their sizes and targets. Uses no network. */
final class InstallDescription {
    private final InstallDir home;
    private final InstallOptions options;
    private final ModelStore store;

    InstallDescription(InstallDir home, InstallOptions options) {
        this.home = home;
        this.options = options;
        this.store = new ModelStore(home);
    }

    /** Adds the description for a model to a report. */
    void add(InstallSource.Plan plan, ModelFacts report) {
        report.add("state", store.installed(plan.name()).isPresent() ? "installed" : "would be installed");
        plan.entry().ifPresent(entry -> report.add("kind", entry.kind().label()).add("licence", entry.licence()));
        report.add("source", plan.source().text());
        if (plan.source() instanceof InstallSource.OfZoo zoo) {
            addZoo(zoo, plan.entry(), report);
        } else if (plan.source() instanceof InstallSource.Fetched fetched) {
            addFile(fetched.file(), plan.entry(), report);
        } else if (plan.source() instanceof InstallSource.Given given) {
            report.add("bytes", given.file().toFile().length());
            plan.entry().flatMap(CatalogEntry::digest).ifPresent(digest -> report.add("digest", digest.toString()));
        }
        Map<String, String> how = options.importOptions(plan.entry());
        if (!how.isEmpty()) {
            report.add("import", how);
        }
        report.add("archive", store.target(plan.name()).toString());
    }

    /** Adds the facts of a zoo's model, from a zoo on this machine or else from the catalogue. */
    private void addZoo(InstallSource.OfZoo source, Optional<CatalogEntry> entry, ModelFacts report) {
        DjlZoo zoo = DjlZoo.of(home.environment());
        RemoteFile metadata = zoo.metadata(source.address());
        report.add("metadata", metadata.uri().toString());
        if (metadata.isLocal()) {
            addFile(zoo.model(source.address(), Path.of(zoo.base())).file(), Optional.empty(), report);
            return;
        }
        entry.ifPresent(known -> {
            URI file = known.file().map(metadata.uri()::resolve).orElse(metadata.uri());
            addFile(new RemoteFile(file, known.exactBytes(), known.most(), known.digest()), entry, report);
        });
    }

    private static void addFile(RemoteFile file, Optional<CatalogEntry> entry, ModelFacts report) {
        report.add("url", file.uri().toString());
        if (file.bytes().isPresent()) {
            report.add("bytes", file.bytes().getAsLong());
        } else {
            entry.map(CatalogEntry::bytes)
                    .ifPresent(bytes -> bytes.ifPresent(rough -> report.add("about bytes", rough)));
        }
        report.add("digest", file.digest().map(String::valueOf).orElse("none published"));
    }
}
