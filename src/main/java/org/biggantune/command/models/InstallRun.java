package org.biggantune.command.models;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.io.DirectoryLock;
import org.biggantune.io.Sha256;
import picocli.CommandLine;

/**
 * Installs models: downloads them or takes them from a file, checks and imports them, and publishes them atomically. Only
 * this and {@code doctor --install} use the network.
 */
final class InstallRun {
    private final InstallDir home;
    private final InstallOptions options;
    private final CommandLine caller;
    private final Progress progress;
    private final ModelStore store;
    private final ModelFacts report = new ModelFacts();

    /**
     * Creates an installation.
     *
     * @param caller the command, whose defaults for the options of {@code import} apply
     */
    InstallRun(InstallDir home, InstallOptions options, CommandLine caller, Progress progress) {
        this.home = home;
        this.options = options;
        this.caller = caller;
        this.progress = progress;
        this.store = new ModelStore(home);
    }

    /**
     * Installs the models, or with {@code --dry-run} describes what it would do.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if a model cannot be installed; those before it are
     */
    ModelFacts execute() {
        List<InstallSource.Plan> plans = new InstallPlanner(home).plans(options);
        InstallDescription description = new InstallDescription(home, options);
        for (InstallSource.Plan plan : plans) {
            report.begin(plan.name());
            if (store.shipped(plan.name()).isPresent()) {
                throw new CannotCreateException(
                        plan.name() + ": comes with the tool; give another name with --as NAME");
            }
            if (options.dryRun) {
                description.add(plan, report);
            } else {
                install(plan);
            }
        }
        return report;
    }

    @SuppressWarnings("try") // The lock is not used by name, only held.
    private void install(InstallSource.Plan plan) {
        try (DirectoryLock lock = store.lock(plan.name(), progress)) {
            if (store.installed(plan.name()).isPresent() && !options.overwrite.force()) {
                requireSame(plan);
                report.add("state", "installed already")
                        .add("archive", store.target(plan.name()).toString());
                return;
            }
            Path staging = store.staging(plan.name());
            ModelFetch.Fetched fetched = new ModelFetch(home, progress).fetch(plan, staging);
            Map<String, String> how = new LinkedHashMap<>();
            fetched.truncation().ifPresent(factor -> how.put("truncation", Double.toString(factor)));
            how.putAll(options.importOptions(plan.entry()));
            Path archive = store.staged(plan.name());
            String kind = prepared(plan, fetched.file(), how, archive);
            store.publish(plan.name(), archive, card(plan, fetched, kind, how, archive));
            store.clear(plan.name());
            installed(plan, kind);
        }
    }

    private String prepared(InstallSource.Plan plan, Path file, Map<String, String> how, Path archive) {
        progress.begin("importing " + plan.name(), 0);
        try {
            return new ModelPreparation(plan.kind(), how, caller).prepare(file, archive);
        } catch (BigganTuneException e) {
            // The file could not be imported later either.
            store.clear(plan.name());
            throw e;
        } finally {
            progress.end();
        }
    }

    /** Refuses a model if another one is installed under its name. */
    private void requireSame(InstallSource.Plan plan) {
        String before = store.card(plan.name()).map(ModelCard::source).orElse("");
        if (!before.isEmpty() && !before.equals(plan.source().text())) {
            throw new CannotCreateException(plan.name() + ": is already installed, from " + before
                    + "; replace it with --force, or give the new one another name with --as NAME");
        }
    }

    private ModelCard card(
            InstallSource.Plan plan, ModelFetch.Fetched fetched, String kind, Map<String, String> how, Path archive) {
        Optional<CatalogEntry> entry = plan.entry();
        return new ModelCard(
                kind,
                entry.map(CatalogEntry::about).orElse(""),
                plan.source().text(),
                entry.flatMap(CatalogEntry::page).orElse(""),
                entry.map(CatalogEntry::licence).or(fetched::licence).orElse("not stated"),
                fetched.digest().map(String::valueOf).orElse(""),
                how,
                Sha256.of(archive),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private void installed(InstallSource.Plan plan, String kind) {
        report.add("state", "installed")
                .add("kind", kind)
                .add("source", plan.source().text())
                .add("archive", store.target(plan.name()).toString())
                .add("bytes", store.target(plan.name()).toFile().length());
    }
}
