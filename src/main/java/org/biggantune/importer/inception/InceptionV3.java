package org.biggantune.importer.inception;

import java.util.List;
import java.util.regex.Pattern;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;
import org.biggantune.domain.Graph;
import org.biggantune.importer.classifier.ClassifierNetwork;
import org.biggantune.importer.classifier.NetworkLayers;
import org.biggantune.importer.classifier.NetworkMethods;
import org.biggantune.importer.classifier.NetworkTensors;
import org.biggantune.importer.classifier.Window;

/**
 * Reads Inception v3 (Szegedy et al., "Rethinking the Inception architecture for computer vision", CVPR 2016) with
 * torchvision's names, of any width; the auxiliary classifier is omitted. The source of its classes is in {@code
 * inception_v3.py}.
 *
 * <p>The published weights expect images in [−1, 1], that is mean and std 0.5. torchvision instead takes images
 * normalised as for its other networks and converts them first ({@code transform_input}); the program can do the same.
 */
public final class InceptionV3 {
    private static final int INPUT_SIZE = 299;
    private static final double EPSILON = 1e-3;
    private static final int PUBLISHED_LABELS = 1000;
    private static final List<String> FEATURE_MAPS = List.of("stem", "Mixed_5d", "Mixed_6e", "Mixed_7c");
    private static final Pattern AUXILIARY = Pattern.compile("AuxLogits\\..*");
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] STD = {0.229, 0.224, 0.225};

    private InceptionV3() {}

    /** Whether a state dict looks like an Inception v3, complete or not. */
    public static boolean matches(StateDict tensors) {
        return tensors.contains("Conv2d_1a_3x3.conv.weight") && tensors.contains("Mixed_7c.branch1x1.conv.weight");
    }

    /**
     * Reads a network.
     *
     * @param dict the tensors, which must stay usable until the program is written
     * @param graph the form of the program
     * @param transformInput whether the program's input has ImageNet's normalisation, as with torchvision's {@code
     *     transform_input}
     * @throws org.biggantune.domain.failure.UnsupportedInputException if tensors are missing, unexpected or of other
     *     shapes
     */
    public static ClassifierNetwork read(StateDict dict, Graph graph, boolean transformInput) {
        NetworkTensors tensors = new NetworkTensors(dict);
        NetworkLayers layers = new NetworkLayers(tensors, graph, EPSILON);
        InceptionBlocks blocks = new InceptionBlocks(tensors, layers);
        ScriptModule root = ScriptModule.withMethods(
                        "Inception", NetworkMethods.of(FEATURE_MAPS, layers.folded(), "self.Conv2d_1a_3x3.conv.weight"))
                .child("transform", transformInput ? transform() : ScriptModule.of("Identity"));
        stem(root, blocks);
        mixed(root, blocks);
        int labels = tensors.width(PUBLISHED_LABELS, "fc");
        root.child("fc", layers.linear("fc", labels, blocks.channels()));
        tensors.refuseMisfits("an Inception v3", AUXILIARY);
        return new ClassifierNetwork("inception_v3", INPUT_SIZE, labels, FEATURE_MAPS, "Mixed_7c", root);
    }

    private static void stem(ScriptModule root, InceptionBlocks blocks) {
        root.child("Conv2d_1a_3x3", blocks.stem("Conv2d_1a_3x3", Window.square(3, 2, 0)));
        root.child("Conv2d_2a_3x3", blocks.stem("Conv2d_2a_3x3", Window.square(3, 1, 0)));
        root.child("Conv2d_2b_3x3", blocks.stem("Conv2d_2b_3x3", Window.same(3, 3)));
        root.child("Conv2d_3b_1x1", blocks.stem("Conv2d_3b_1x1", Window.POINT));
        root.child("Conv2d_4a_3x3", blocks.stem("Conv2d_4a_3x3", Window.square(3, 1, 0)));
    }

    private static void mixed(ScriptModule root, InceptionBlocks blocks) {
        String kinds = "AAABCCCCDEE";
        List<String> names = List.of("5b", "5c", "5d", "6a", "6b", "6c", "6d", "6e", "7a", "7b", "7c");
        for (int i = 0; i < names.size(); i++) {
            String name = "Mixed_" + names.get(i);
            root.child(name, blocks.block(kinds.charAt(i), name));
        }
    }

    private static ScriptModule transform() {
        float[] scale = new float[MEAN.length];
        float[] shift = new float[MEAN.length];
        for (int c = 0; c < MEAN.length; c++) {
            scale[c] = (float) (STD[c] / 0.5);
            shift[c] = (float) ((MEAN[c] - 0.5) / 0.5);
        }
        return ScriptModule.of("Affine")
                .tensor("scale", ScriptTensor.of(scale, 1, MEAN.length, 1, 1))
                .tensor("shift", ScriptTensor.of(shift, 1, MEAN.length, 1, 1));
    }
}
