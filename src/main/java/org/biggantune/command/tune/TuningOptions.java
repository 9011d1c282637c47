package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.cli.ClassOptions;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.LoadOptions;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.SelectionSettings;
import org.biggantune.domain.settings.TuningSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a tuning command; the defaults are in {@code configs/default.yaml}. */
abstract sealed class TuningOptions permits ImproveOptions, RepurposeOptions, DiversifyOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    final InstallDir home;

    @Mixin
    ClassOptions classes;

    @Mixin
    ModelOptions models;

    @Mixin
    RunOptions run;

    @Mixin
    ComputeOptions compute;

    @Mixin
    private OptimizationOptions optimization;

    @Mixin
    private ObjectiveOptions objective;

    @Mixin
    private StartOptions start;

    @Mixin
    private SelectionOptions selection;

    @Mixin
    private CollapseOptions collapse;

    @Mixin
    private LoadOptions load;

    @Mixin
    private WorkerOptions workers;

    @Option(
            names = "--noise-layer",
            negatable = true,
            fallbackValue = "true",
            description = "Also train a linear layer on the latents for each class, z -> W z + b, starting from the"
                    + " identity; excludes --write-generator, whose file cannot hold it" + DEFAULT)
    private boolean noiseLayer;

    @Option(
            names = "--clamp",
            paramLabel = "LOW,HIGH",
            description = "Range of an embedding's values; auto: that of the generator's embeddings" + DEFAULT)
    private String clamp;

    @Option(
            names = "--preprocessing",
            paramLabel = "KIND",
            description = "Preprocessing of the classifier's input, as in its training or as in the reference release:"
                    + " ${COMPLETION-CANDIDATES}" + DEFAULT)
    Preprocessing preprocessing;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers" + DEFAULT)
    private long seed;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    TuningOptions(InstallDir home) {
        this.home = home;
    }

    /** Returns the settings for choosing the result, from the common options and those of the command. */
    abstract SelectionSettings selection(SelectionOptions common);

    /** Returns the settings for collapsed classes, from the common options and those of the command. */
    abstract CollapseSettings collapse(CollapseOptions common);

    /** Returns the expressions that select the classes to tune. */
    List<String> classExpressions() {
        return classes.expressions();
    }

    /** Returns the evaluation with the level of real images at which classes stop, if any. */
    Optional<Path> realLevel() {
        return Optional.empty();
    }

    /** Refuses a generator other than the one for which a file has selected the classes. */
    void requireGenerator(String sha256) {}

    /** Returns the command's name. */
    final String command() {
        return command.name();
    }

    /** Returns the tuning settings, with {@code auto} values unresolved. */
    final TuningSettings settings() {
        return settings(load.settings());
    }

    /** Returns the tuning settings with resolved load settings. */
    final TuningSettings settings(LoadSettings known) {
        return new TuningSettings(
                optimization.settings(),
                objective.weights(),
                start.settings(),
                selection(selection),
                collapse(collapse),
                known,
                noiseLayer,
                EmbeddingBounds.parse(clamp),
                preprocessing,
                seed);
    }

    /** Returns the worker processes and the shard; without workers, this process tunes. */
    final WorkerOptions.Pool workers() {
        return workers.pool(
                compute.device(), command.root().commandLine().getParseResult().originalArgs());
    }

    /** Returns whether this process is a worker. */
    final boolean isWorker() {
        return workers.worker();
    }

    /** Checks everything that can be checked without files and reports every error. */
    void check() {
        OptionCheck.all(
                optimization::settings,
                objective::check,
                start::settings,
                () -> selection(selection),
                () -> collapse(collapse),
                load::settings,
                () -> EmbeddingBounds.parse(clamp),
                run::check,
                this::checkNoiseLayer,
                compute::check,
                this::checkShard);
        // Checks across groups make sense only if each group is valid.
        settings();
    }

    /** Requires {@code --out} with {@code --shard}, and refuses {@code --write-generator}: no shard has all classes. */
    private void checkShard() {
        workers().shard().ifPresent(shard -> {
            if (run.out.isEmpty()) {
                throw new InvalidOptionException(
                        "--shard " + shard + ": all shards share one folder; give it with --out DIR");
            }
            run.writeGenerator.ifPresent(file -> {
                throw new InvalidOptionException("--write-generator " + file + " with --shard " + shard
                        + ": no shard has all classes; give the option to merge instead");
            });
        });
    }

    private void checkNoiseLayer() {
        if (noiseLayer && run.writeGenerator.isPresent()) {
            throw new SettingsConflictException("--write-generator " + run.writeGenerator.get() + " with --noise-layer:"
                    + " the file cannot hold the noise layers, without which the tuned embeddings draw other images;"
                    + " leave one of the options out");
        }
    }
}
