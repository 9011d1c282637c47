package org.biggantune.importer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.Graph;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.alexnet.AlexNet;
import org.biggantune.importer.classifier.ClassifierNetwork;
import org.biggantune.importer.densenet.DenseNet;
import org.biggantune.importer.inception.InceptionV3;
import org.biggantune.importer.resnet.ResNetArchitecture;
import org.biggantune.importer.resnet.ResNetProgram;
import org.biggantune.importer.squeezenet.SqueezeNet;
import org.biggantune.importer.vgg.Vgg;

/** The families of classifiers that can be imported. */
public enum ClassifierFamily {
    /** AlexNet. */
    ALEXNET("alexnet"),
    /** DenseNet-BC. */
    DENSENET("densenet"),
    /** Inception v3. */
    INCEPTION_V3("inception_v3"),
    /** Residual networks of torchvision and CIFAR. */
    RESNET("resnet"),
    /** SqueezeNet 1.0 and 1.1. */
    SQUEEZENET("squeezenet"),
    /** VGG, with batch norms or without. */
    VGG("vgg");

    private final String label;

    ClassifierFamily(String label) {
        this.label = label;
    }

    /** Returns the name in options and metadata, such as {@code alexnet}. */
    public String label() {
        return label;
    }

    /** Returns the names of all families, separated by commas. */
    public static String labels() {
        return Arrays.stream(values()).map(ClassifierFamily::label).collect(Collectors.joining(", "));
    }

    /**
     * Returns the family with a name.
     *
     * @param option the option that gives the name, for the message
     * @throws InvalidOptionException if there is none
     */
    public static ClassifierFamily named(String option, String name) {
        return Arrays.stream(values())
                .filter(family -> family.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidOptionException(option + " " + name + ": expected one of " + labels()));
    }

    /** Recognises the family of a state dict by the names of its tensors. */
    public static Optional<ClassifierFamily> of(StateDict tensors) {
        return Arrays.stream(values())
                .filter(family -> family.matches(PublishedNames.today(tensors)))
                .findFirst();
    }

    /**
     * Reads a network of this family.
     *
     * @param tensors the network's tensors, which must stay usable until the program is written
     * @param graph the form of the program
     * @param transformInput only for Inception v3, see {@link InceptionV3#read}
     * @throws org.biggantune.domain.failure.UnsupportedInputException if it is not of this family
     */
    public ClassifierNetwork read(StateDict tensors, Graph graph, boolean transformInput) {
        StateDict today = PublishedNames.today(tensors);
        return switch (this) {
            case ALEXNET -> AlexNet.read(today, graph);
            case DENSENET -> DenseNet.read(today, graph);
            case INCEPTION_V3 -> InceptionV3.read(today, graph, transformInput);
            case RESNET -> ResNetProgram.read(today, graph);
            case SQUEEZENET -> SqueezeNet.read(today, graph);
            case VGG -> Vgg.read(today, graph);
        };
    }

    /** Returns the default normalisation of its input. */
    Normalisation normalisation(boolean transformInput) {
        return this == INCEPTION_V3 && !transformInput ? Normalisation.CENTRED : Normalisation.IMAGENET;
    }

    /** Returns the resources with the source of its classes. */
    List<String> resources() {
        return List.of("layers.py", label + ".py");
    }

    private boolean matches(StateDict tensors) {
        return switch (this) {
            case ALEXNET -> AlexNet.matches(tensors);
            case DENSENET -> DenseNet.matches(tensors);
            case INCEPTION_V3 -> InceptionV3.matches(tensors);
            case RESNET -> ResNetArchitecture.matches(tensors);
            case SQUEEZENET -> SqueezeNet.matches(tensors);
            case VGG -> Vgg.matches(tensors);
        };
    }
}
