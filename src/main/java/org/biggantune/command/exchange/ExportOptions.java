package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.cli.ClassOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.OverwriteOptions;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code export}. */
final class ExportOptions {
    final InstallDir home;

    @Option(names = "--run", paramLabel = "DIR", description = "The folder of a finished run.")
    Optional<Path> run;

    @Option(
            names = "--embedding",
            paramLabel = "FILE",
            description = "Instead of a run: a file of one array [classes, embedding size], as .npy, .npz or"
                    + " safetensors; with --class, the embeddings of those classes.")
    Optional<Path> embedding;

    @Mixin
    ClassOptions classes;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            description =
                    "npy, safetensors, pt, pth or bin. Without --into the last three are a torch.save checkpoint with"
                            + " the matrix as shared.weight (default: the format of --into).")
    Optional<ExportFormat> to;

    @Option(
            names = "--into",
            paramLabel = "FILE",
            description = "Write a copy of this file with the embeddings replaced: a torch.save checkpoint (zip or the"
                    + " older format), a safetensors file or a TorchScript archive; with --class also a .npy matrix.")
    Optional<Path> into;

    @Option(
            names = "--parameter",
            paramLabel = "NAME",
            description = "The tensor of --into with the embeddings (default: shared.weight, else embeddings.weight,"
                    + " also with a prefix).")
    Optional<String> parameter;

    @Option(
            names = "--class-names",
            paramLabel = "NAMES",
            description =
                    "Names for the metadata of a safetensors file: imagenet, places365, cifar10, @FILE with one name"
                            + " per line, or names separated by commas (default: those of the run or of a shipped"
                            + " generator).")
    Optional<String> classNames;

    @Mixin
    OverwriteOptions overwrite;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "The file to write (default: embeddings.FORMAT, or the name of --into with -tuned, in the"
                    + " current folder).")
    private Optional<Path> out;

    ExportOptions(InstallDir home) {
        this.home = home;
    }

    /** Returns whether embeddings of single classes are put into another matrix. */
    boolean single() {
        return !classes.expressions().isEmpty();
    }

    /** Returns the file to write. */
    Path out() {
        return out.orElseGet(() -> into.map(ExportOptions::tuned)
                .orElseGet(() -> Path.of("embeddings." + to.orElseThrow().label())));
    }

    private static Path tuned(Path into) {
        String name = String.valueOf(into.getFileName());
        int dot = name.lastIndexOf('.');
        return Path.of(dot > 0 ? name.substring(0, dot) + "-tuned" + name.substring(dot) : name + "-tuned");
    }

    /** Checks everything that can be checked without files and reports every error. */
    void check() {
        OptionCheck.all(
                () -> refuse(run.isPresent() == embedding.isPresent(), "give either --run DIR or --embedding FILE"),
                () -> refuse(
                        into.isEmpty() && to.isEmpty(),
                        "--to: give --to npy, safetensors, pt, pth or bin for the matrix alone, or --into FILE for a"
                                + " copy of a checkpoint with the embeddings"),
                () -> refuse(
                        into.isPresent() && !single() && to.equals(Optional.of(ExportFormat.NPY)),
                        "--to npy: a .npy file has only the matrix; leave --into out"),
                () -> refuse(
                        single() && embedding.isEmpty(),
                        "--class: only for --embedding, to name its classes; a run knows its own"),
                () -> refuse(
                        single() && into.isEmpty(), "--class: nothing to put the embeddings into; give --into FILE"),
                () -> refuse(
                        into.isEmpty() && parameter.isPresent(),
                        "--parameter names a tensor of the file given with --into; give --into too"),
                () -> refuse(
                        into.isPresent() && classNames.isPresent(),
                        "--class-names: a copied checkpoint cannot take names; leave one of --class-names and --into"
                                + " out"));
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new InvalidOptionException(why);
        }
    }
}
