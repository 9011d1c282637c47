package org.biggantune.command.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.cli.ClassOptions;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.command.models.DefaultJudgeOptions;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code evaluate}. */
final class EvaluateOptions {
    final InstallDir home;

    @Mixin
    ClassOptions classes;

    @Option(
            names = "--run",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders of runs, or folders that contain runs, up to four levels deep. Their finished"
                    + " classes are measured before and after tuning.")
    List<Path> runs = List.of();

    @Option(
            names = "--embedding",
            paramLabel = "FILE",
            description = "Tuned embeddings for --class: a .npy array with one row for one class, or with a row for"
                    + " each of the generator's classes.")
    Optional<Path> embedding;

    @Option(
            names = "--force",
            fallbackValue = "true",
            description = "Measure the embeddings of --embedding even if they were tuned on another generator.")
    boolean force;

    @Option(
            names = "--real",
            paramLabel = "DIR",
            description = "Real images: a folder per class, named after the class, or IDX files in MNIST's format"
                    + " (NAME-images-idx3-ubyte[.gz], NAME-labels-idx1-ubyte[.gz]) with the judge's label indices.")
    Optional<Path> real;

    @Option(
            names = "--real-statistics",
            paramLabel = "PATH",
            description = "Compute the FID to these statistics of real images: a .npz file of one class as written by"
                    + " pytorch-fid or --write-statistics (mu, sigma), or a folder with a file per class. Without --real,"
                    + " nothing else is compared.")
    Optional<Path> realStatistics;

    @Option(
            names = "--write-statistics",
            paramLabel = "PATH",
            description = "Also write the statistics of the images in --real, to a .npz file for one class or a folder"
                    + " for several. Existing files are replaced.")
    Optional<Path> writeStatistics;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Use only the IDX files with names that start with NAME, such as t10k, or only this"
                    + " subfolder of --real (default: all).")
    Optional<String> split;

    @Option(
            names = "--skip-unreadable",
            fallbackValue = "true",
            description = "Skip and list real images that cannot be read instead of stopping at the first one.")
    boolean skipUnreadable;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator for --class, and for runs of a generator that is not a shipped one"
                    + " (default: ${DEFAULT-VALUE}).")
    String generator;

    @Option(
            names = "--judge",
            paramLabel = "NAME|FILE",
            description = "The classifier that scores the images and computes their features; auto: the default judge,"
                    + " or, if it was used to tune or choose the embeddings, an installed classifier that knows the"
                    + " classes and was not used (default: ${DEFAULT-VALUE}).")
    private String judge;

    @Mixin
    private DefaultJudgeOptions defaultJudge;

    @Option(
            names = "--features",
            paramLabel = "LAYER",
            description = "The judge's layer to take features from, averaged over the image; auto: the judge's default"
                    + " layer (default: ${DEFAULT-VALUE}).")
    String features;

    @Option(
            names = "--inception",
            paramLabel = "NAME|FILE",
            description =
                    "NVIDIA's inception-2015-12-05.pt, for FID, KID and Inception Score as papers report them; auto:"
                            + " if it is installed; none: the judge's features (default: ${DEFAULT-VALUE}).")
    String inception;

    @Option(
            names = "--vgg",
            paramLabel = "NAME|FILE",
            description = "NVIDIA's vgg16.pt, for LPIPS, precision, recall, density and coverage; auto: if it is"
                    + " installed; none: the judge's features (default: ${DEFAULT-VALUE}).")
    String vgg;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Generated images per embedding, an even number from 2 (default: ${DEFAULT-VALUE}).")
    int samples;

    @Option(
            names = "--real-samples",
            paramLabel = "N",
            description = "The maximum number of real images per class, from 2; if there are more, evenly spaced ones"
                    + " are used (default: ${DEFAULT-VALUE}).")
    int realSamples;

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            description =
                    "The number of nearest neighbours that set the radius of a ball for precision, recall, density"
                            + " and coverage, from 1 (default: ${DEFAULT-VALUE}).")
    int neighbours;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of the latents. Tuning never uses these latents (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description =
                    "The folder for the judge's features of real images, kept for the next evaluation, and for finished"
                            + " classes, kept until the evaluation is complete; auto: evaluate/ in the user's folder"
                            + " (BIGGAN_TUNE_HOME); none: keep nothing (default: ${DEFAULT-VALUE}).")
    private String cache;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the results as JSON, replacing the file.")
    Optional<Path> out;

    @Mixin
    ComputeOptions compute;

    EvaluateOptions(InstallDir home) {
        this.home = home;
    }

    /** Returns the judge's name or file; the default judge's if the user names none. */
    String judge() {
        return isJudgeNamed() ? judge : defaultJudge.name();
    }

    /** Returns the option that selected {@link #judge}, for messages. */
    String judgeOption() {
        return isJudgeNamed() ? "--judge" : "--default-judge";
    }

    /** Returns whether the user named a judge. */
    boolean isJudgeNamed() {
        return !judge.equals(DefaultJudgeOptions.AUTO);
    }

    /** Returns the folder for features and finished classes; empty if they are not kept. */
    Optional<Path> cache() {
        return switch (cache) {
            case "none" -> Optional.empty();
            case "auto" -> home.user().root().map(folder -> folder.resolve("evaluate"));
            default -> Optional.of(PathOption.parse("--cache", cache));
        };
    }

    /** Checks everything that can be checked without files and reports every error. */
    void check() {
        OptionCheck.all(
                this::checkWhat,
                this::checkJudge,
                () -> OptionRange.even("--samples", samples, OptionRange.MOST_SAMPLES),
                () -> OptionRange.within("--real-samples", realSamples, 2, OptionRange.MOST_SAMPLES),
                () -> OptionRange.within("--neighbours", neighbours, 1, OptionRange.MOST_SAMPLES),
                compute::check);
    }

    private void checkJudge() {
        if (judge.equals("none")) {
            throw new InvalidOptionException(
                    "--judge none: evaluate needs a judge; name a classifier that knows the classes, or give auto");
        }
    }

    private void checkWhat() {
        if (real.isEmpty() && realStatistics.isEmpty()) {
            throw new InvalidOptionException("no real images to compare with; give --real with a folder of real images,"
                    + " or --real-statistics");
        }
        if (real.isEmpty() && writeStatistics.isPresent()) {
            throw new InvalidOptionException("--write-statistics: needs real images; give --real");
        }
        boolean none = classes.expressions().isEmpty();
        if (none && runs.isEmpty()) {
            throw new InvalidOptionException("nothing to evaluate; give --class, or --run with run folders");
        }
        if (none && embedding.isPresent()) {
            throw new InvalidOptionException("--embedding: needs the class of its embeddings; give --class");
        }
    }
}
