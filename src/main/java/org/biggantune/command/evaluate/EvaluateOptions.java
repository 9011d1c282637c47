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

/** What {@code evaluate} is asked to do. */
final class EvaluateOptions {
    final InstallDir home;

    @Mixin
    ClassOptions classes;

    @Option(
            names = "--run",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders of runs, or folders that hold some, up to four deep: their finished classes are"
                    + " measured before and after tuning.")
    List<Path> runs = List.of();

    @Option(
            names = "--embedding",
            paramLabel = "FILE",
            description = "Tuned rows for --class: a .npy array of one row for one class, or of a row for each of the"
                    + " generator's classes.")
    Optional<Path> embedding;

    @Option(
            names = "--force",
            fallbackValue = "true",
            description = "Measure the rows of --embedding although they were tuned on another generator.")
    boolean force;

    @Option(
            names = "--real",
            paramLabel = "DIR",
            description = "Real images: a folder for each class, named like it, or IDX files as of MNIST"
                    + " (NAME-images-idx3-ubyte[.gz], NAME-labels-idx1-ubyte[.gz]) whose labels count the judge's.")
    Optional<Path> real;

    @Option(
            names = "--real-statistics",
            paramLabel = "PATH",
            description = "Take the FID to these statistics of real images: a .npz file of one class as pytorch-fid or"
                    + " --write-statistics wrote it (mu, sigma), or a folder with a file for each class. Without --real"
                    + " nothing else is compared.")
    Optional<Path> realStatistics;

    @Option(
            names = "--write-statistics",
            paramLabel = "PATH",
            description = "Also write the statistics of the images in --real: a .npz file for one class, or a folder"
                    + " for several; files are replaced.")
    Optional<Path> writeStatistics;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Use only the IDX files whose names begin so, such as t10k, or only this folder in --real"
                    + " (default: all).")
    Optional<String> split;

    @Option(
            names = "--skip-unreadable",
            fallbackValue = "true",
            description = "Leave real images out that cannot be read, and name them, instead of stopping at the first.")
    boolean skipUnreadable;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator of --class, and of runs whose generator is not a shipped one"
                    + " (default: ${DEFAULT-VALUE}).")
    String generator;

    @Option(
            names = "--judge",
            paramLabel = "NAME|FILE",
            description = "The classifier whose opinion and features are used; auto: the default judge, or where it"
                    + " had a say in the embeddings, an installed classifier that knows the classes and had none"
                    + " (default: ${DEFAULT-VALUE}).")
    private String judge;

    @Mixin
    private DefaultJudgeOptions defaultJudge;

    @Option(
            names = "--features",
            paramLabel = "LAYER",
            description = "The judge's layer whose feature map is averaged over the picture; auto: its own choice"
                    + " (default: ${DEFAULT-VALUE}).")
    String features;

    @Option(
            names = "--inception",
            paramLabel = "NAME|FILE",
            description =
                    "NVIDIA's inception-2015-12-05.pt, for FID, KID and Inception Score as papers have them; auto:"
                            + " where it is installed; none: the judge's features (default: ${DEFAULT-VALUE}).")
    String inception;

    @Option(
            names = "--vgg",
            paramLabel = "NAME|FILE",
            description = "NVIDIA's vgg16.pt, for LPIPS, precision, recall, density and coverage; auto: where it is"
                    + " installed; none: the judge's features (default: ${DEFAULT-VALUE}).")
    String vgg;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Generated images of each row, an even number from 2 (default: ${DEFAULT-VALUE}).")
    int samples;

    @Option(
            names = "--real-samples",
            paramLabel = "N",
            description = "The most real images of each class, from 2; of more, those at even distances are taken"
                    + " (default: ${DEFAULT-VALUE}).")
    int realSamples;

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            description = "Nearest images that span a ball of precision, recall, density and coverage, from 1"
                    + " (default: ${DEFAULT-VALUE}).")
    int neighbours;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of the latents, which tuning never uses (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description =
                    "Where the judge's features of real images are kept for the next evaluation, and the classes that"
                            + " are done until the whole is; auto: evaluate/ in the user's folder (BIGGAN_TUNE_HOME); none: nowhere"
                            + " (default: ${DEFAULT-VALUE}).")
    private String cache;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the results as JSON; a file is replaced.")
    Optional<Path> out;

    @Mixin
    ComputeOptions compute;

    EvaluateOptions(InstallDir home) {
        this.home = home;
    }

    /** The judge's name or file; that of the default judge where the user names none. */
    String judge() {
        return isJudgeNamed() ? judge : defaultJudge.name();
    }

    /** The option that says which judge {@link #judge} is. */
    String judgeOption() {
        return isJudgeNamed() ? "--judge" : "--default-judge";
    }

    /** Whether the user wants one judge and no other. */
    boolean isJudgeNamed() {
        return !judge.equals(DefaultJudgeOptions.AUTO);
    }

    /** Where features and finished classes are kept; empty for nowhere. */
    Optional<Path> cache() {
        return switch (cache) {
            case "none" -> Optional.empty();
            case "auto" -> home.user().root().map(folder -> folder.resolve("evaluate"));
            default -> Optional.of(PathOption.parse("--cache", cache));
        };
    }

    /** Refuses what can be refused without files, all of it at once. */
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
                    "--judge none: the numbers are a judge's; name a classifier that knows the classes, or give auto");
        }
    }

    private void checkWhat() {
        if (real.isEmpty() && realStatistics.isEmpty()) {
            throw new InvalidOptionException(
                    "what to compare with is missing; give --real with a folder of real images,"
                            + " or --real-statistics");
        }
        if (real.isEmpty() && writeStatistics.isPresent()) {
            throw new InvalidOptionException("--write-statistics: of which images is missing; give --real");
        }
        boolean none = classes.expressions().isEmpty();
        if (none && runs.isEmpty()) {
            throw new InvalidOptionException("what to evaluate is missing; give --class, or --run with run folders");
        }
        if (none && embedding.isPresent()) {
            throw new InvalidOptionException("--embedding: which class its rows belong to is missing; give --class");
        }
    }
}
