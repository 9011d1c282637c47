package org.biggantune.command.tune;

import java.util.List;
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

/** What a command that tunes is asked to do; every default is in {@code configs/default.yaml}. */
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
            description = "Also train a linear layer on the latents, z -> W z + b, that starts at the identity and"
                    + " belongs to the class; excludes --write-generator, whose file has no place for it" + DEFAULT)
    private boolean noiseLayer;

    @Option(
            names = "--clamp",
            paramLabel = "LOW,HIGH",
            description = "The range of an embedding's numbers; auto: that of the generator's embeddings" + DEFAULT)
    private String clamp;

    @Option(
            names = "--preprocessing",
            paramLabel = "KIND",
            description = "How images reach the classifier, as it was trained or as the reference release does:"
                    + " ${COMPLETION-CANDIDATES}" + DEFAULT)
    private Preprocessing preprocessing;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers" + DEFAULT)
    private long seed;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    TuningOptions(InstallDir home) {
        this.home = home;
    }

    /** How the result is chosen, of the options that all have and those of the kind of tuning. */
    abstract SelectionSettings selection(SelectionOptions common);

    /** How collapsed classes are told and tuned, likewise. */
    abstract CollapseSettings collapse(CollapseOptions common);

    /** Expressions that select the classes to tune. */
    List<String> classExpressions() {
        return classes.expressions();
    }

    /** Refuses a generator that what selected the classes was not about. */
    void requireGenerator(String sha256) {}

    /** The command's name, which a run's record has. */
    final String command() {
        return command.name();
    }

    /** How to tune; what is left to the device is not known yet. */
    final TuningSettings settings() {
        return settings(load.settings());
    }

    /** How to tune, where it is known how much is worked on at once. */
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

    /** Who tunes: this process, or workers that repeat the command line. */
    final WorkerOptions.Pool workers() {
        return workers.pool(
                compute.device(), command.root().commandLine().getParseResult().originalArgs());
    }

    /** Whether this process is a worker. */
    final boolean isWorker() {
        return workers.worker();
    }

    /** Refuses what can be refused without files, all of it at once. */
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
        // What goes beyond one group is wrong only where all groups are right.
        settings();
    }

    /** Shards meet in a folder, and none of them has all rows at its end. */
    private void checkShard() {
        workers().shard().ifPresent(shard -> {
            if (run.out.isEmpty()) {
                throw new InvalidOptionException(
                        "--shard " + shard + ": all shards share one folder; name it with --out DIR");
            }
            run.writeGenerator.ifPresent(file -> {
                throw new InvalidOptionException("--write-generator " + file + " with --shard " + shard
                        + ": no shard has all classes; leave it out, and give it to merge");
            });
        });
    }

    private void checkNoiseLayer() {
        if (noiseLayer && run.writeGenerator.isPresent()) {
            throw new SettingsConflictException("--write-generator " + run.writeGenerator.get() + " with --noise-layer:"
                    + " the file has no place for the classes' layers, and without them the tuned rows draw other"
                    + " images; leave one of them out");
        }
    }
}
