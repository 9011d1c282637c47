package org.biggantune.command.exchange;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.biggantune.cli.ConfigOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.LoggingOptions;
import org.biggantune.cli.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code import classifier}: turns a classifier's checkpoint into an archive that can judge images. */
@Command(
        name = "classifier",
        header = "Turn a classifier's checkpoint into a model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Reads a classifier's architecture off its checkpoint and writes it as a program with its weights."
                        + " Images in [0, 1] go through (x - mean) / std before they reach it.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune import classifier resnet50.pth -o resnet50.pt",
            "  biggan-tune import classifier alexnet_places365.pth.tar -o places-alexnet.pt --arch alexnet",
            "  biggan-tune import classifier net.pth -o net.pt --labels cat,dog --input-size 64 --mean 0.5 --std 0.5"
        })
final class ImportClassifierCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ImportOptions files;

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            description = "The family of networks: alexnet, densenet, inception_v3, resnet, squeezenet or vgg, with"
                    + " torchvision's tensor names, of any width (default: by the names). A checkpoint that does not fit is"
                    + " refused with the tensors that are missing, of another shape or not known.")
    private String arch;

    @Option(
            names = "--labels",
            paramLabel = "NAMES",
            description = "imagenet, places365, cifar10, @FILE with one name a line, or names with commas between them"
                    + " (default: ImageNet's for 1000 labels, Places365's for 365, else numbers).")
    private String labels;

    @Option(
            names = "--input-size",
            paramLabel = "PIXELS",
            description = "Height and width that the network was trained on (default: the architecture's: 299 for"
                    + " Inception, 32 for CIFAR ResNets, else 224).")
    private Integer inputSize;

    @Option(
            names = "--mean",
            split = ",",
            paramLabel = "NUMBER",
            description = "One number, or one for each channel: red,green,blue (default: the checkpoint's own, else"
                    + " 0.5 for Inception, else ImageNet's).")
    private List<Double> mean;

    @Option(
            names = "--std",
            split = ",",
            paramLabel = "NUMBER",
            description = "One number, or one for each channel: red,green,blue (default: as for --mean).")
    private List<Double> std;

    @Option(
            names = "--transform-input",
            fallbackValue = "true",
            description =
                    "For Inception: let the program convert its input from ImageNet's normalisation, as torchvision's"
                            + " does for its published weights; mean and std are ImageNet's then. For images this gives the same"
                            + " as the default.")
    private boolean transformInput;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli knows it; its values are read elsewhere.
    private ConfigOptions config;

    @Mixin
    @SuppressWarnings("unused") // read by LoggingOptions.apply
    private LoggingOptions logging;

    @Override
    public Integer call() {
        ClassifierImportRequest request = new ClassifierImportRequest(
                files.checkpoint(),
                files.out(),
                Optional.ofNullable(arch),
                files.graph(),
                files.precision(),
                Optional.ofNullable(labels),
                inputSize == null ? OptionalInt.empty() : OptionalInt.of(inputSize),
                mean == null ? List.of() : mean,
                std == null ? List.of() : std,
                transformInput,
                files.force());
        Results.print(spec, new ClassifierImportRun(request).execute().text());
        return ExitCode.DONE.code();
    }
}
