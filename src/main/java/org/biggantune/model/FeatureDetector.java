package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * One of the two networks that published metrics take features from, in NVIDIA's TorchScript files (StyleGAN2-ADA): {@code
 * inception-2015-12-05.pt} and {@code vgg16.pt}. They are shown 8-bit images of any size and resize them themselves; what
 * they give is chosen by flags. The caller closes it, before the runtime.
 */
public final class FeatureDetector implements AutoCloseable {
    /** What Inception's last pooling gives. */
    public static final int INCEPTION_FEATURES = 2048;

    /** The height and width to which Inception resizes images; VGG resizes them to 224. */
    public static final int INPUT_SIZE = 299;

    /** Pixels above which images are averaged down before LPIPS, as StyleGAN2-ADA does. */
    private static final int LPIPS_PIXELS = 256;

    private static final String FEATURES = "return_features";
    private static final String NO_BIAS = "no_output_bias";
    private static final String RESIZE = "resize_images";
    private static final String LPIPS = "return_lpips";

    private final Path file;
    private final TorchProgram program;
    private final List<Parameter> parameters;

    /** A flag of the program's forward. */
    private record Parameter(String name, boolean normal) {}

    private FeatureDetector(Path file, TorchProgram program, List<Parameter> parameters) {
        this.file = file;
        this.program = program;
        this.parameters = parameters;
    }

    /**
     * Loads Inception and has it look at an image.
     *
     * @param known whether its digest has been checked, so that its code need not be
     * @throws UnsupportedInputException if it takes or gives something else
     */
    public static FeatureDetector inception(Path file, boolean known, TorchRuntime runtime) {
        return open(file, known, runtime, List.of(FEATURES, NO_BIAS), FeatureDetector::testInception);
    }

    /** Loads VGG-16; like {@link #inception}. */
    public static FeatureDetector vgg(Path file, boolean known, TorchRuntime runtime) {
        return open(file, known, runtime, List.of(RESIZE, FEATURES, LPIPS), FeatureDetector::testVgg);
    }

    private interface SelfTest {
        void test(FeatureDetector detector, NDArray images);
    }

    private static FeatureDetector open(
            Path file, boolean known, TorchRuntime runtime, List<String> flags, SelfTest test) {
        List<Parameter> parameters = parameters(file);
        for (String flag : flags) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(flag))) {
                throw new UnsupportedInputException(file + ": its forward takes no " + flag
                        + ", as that of NVIDIA's detector does; install it anew");
            }
        }
        FeatureDetector detector = new FeatureDetector(
                file, known ? TorchProgram.ofKnown(file, runtime) : new TorchProgram(file, runtime), parameters);
        try (NDManager scope = runtime.newScope()) {
            // Two equal images and another one: a ramp and its negative.
            NDArray ramp = scope.linspace(-1f, 0.5f, 3 * 32 * 32).reshape(1, 3, 32, 32);
            test.test(detector, ramp.concat(ramp).concat(ramp.neg()));
            return detector;
        } catch (RuntimeException e) {
            detector.close();
            throw e;
        }
    }

    private static List<Parameter> parameters(Path file) {
        return TorchProgram.forwardParameters(file)
                .map(declared -> flags(file, declared))
                .orElseThrow(
                        () -> new UnsupportedInputException(file + ": has no forward, expected NVIDIA's detector"));
    }

    /** The parameters after the images. */
    private static List<Parameter> flags(Path file, String declared) {
        List<Parameter> flags = new ArrayList<>();
        Pattern flag = Pattern.compile("\\s*(\\w+): bool\\s*=\\s*(True|False)\\s*");
        boolean image = true;
        for (String one : Pattern.compile(",").split(declared)) {
            Matcher matcher = flag.matcher(one);
            if (!image && matcher.matches()) {
                flags.add(new Parameter(matcher.group(1), matcher.group(2).equals("True")));
            } else if (!image) {
                throw new UnsupportedInputException(
                        file + ": its forward takes" + one + ", expected flags as NVIDIA's detector has");
            }
            image = false;
        }
        return flags;
    }

    /** Runs the program with some flags set, others as they are declared. */
    private NDArray run(NDArray images, List<String> set, List<String> cleared) {
        return program.run(
                images,
                parameters.stream()
                        .map(flag -> set.contains(flag.name()) || (flag.normal() && !cleared.contains(flag.name())))
                        .toList());
    }

    /**
     * Computes features of images.
     *
     * @param images [n, 3, r, r] in [−1, 1]
     * @return [n, c], float32
     */
    public NDArray features(NDArray images) {
        return run(pixels(images), List.of(FEATURES), List.of()).toType(DataType.FLOAT32, false);
    }

    /**
     * Computes Inception's probabilities of its 1,008 labels, without the bias of its last layer as published scores have it.
     *
     * @param images [n, 3, r, r] in [−1, 1]
     */
    public NDArray probabilities(NDArray images) {
        return run(pixels(images), List.of(NO_BIAS), List.of()).toType(DataType.FLOAT32, false);
    }

    /**
     * Computes vectors whose squared distances are LPIPS.
     *
     * @param images [n, 3, r, r] in [−1, 1]
     * @return [n, c]
     */
    public NDArray lpips(NDArray images) {
        NDArray shown = images;
        long size = images.getShape().get(2);
        long factor = size / LPIPS_PIXELS;
        if (factor > 1) {
            long small = size / factor;
            shown = images.reshape(images.getShape().get(0), 3, small, factor, small, factor)
                    .mean(new int[] {5})
                    .mean(new int[] {3});
        }
        return run(shown.add(1).mul(127.5f), List.of(LPIPS), List.of(RESIZE)).toType(DataType.FLOAT32, false);
    }

    /** Images as files hold them, rounded as StyleGAN2-ADA does. */
    private static NDArray pixels(NDArray images) {
        return images.mul(127.5f).add(128).clip(0, 255).toType(DataType.UINT8, false);
    }

    private void testInception(NDArray images) {
        require(features(images), INCEPTION_FEATURES, FEATURES);
        NDArray probabilities = probabilities(images);
        require(probabilities, probabilities.getShape().get(1), NO_BIAS);
        float[] sums = probabilities.sum(new int[] {1}).toFloatArray();
        for (float sum : sums) {
            if (Math.abs(sum - 1) > 1e-3) {
                throw new UnsupportedInputException(file + ": its probabilities have the sum " + sum
                        + ", expected 1; this is not NVIDIA's detector, or libtorch runs it wrongly");
            }
        }
    }

    private void testVgg(NDArray images) {
        NDArray features = features(images);
        require(features, features.getShape().get(1), FEATURES);
        NDArray lpips = lpips(images);
        require(lpips, lpips.getShape().get(1), LPIPS);
    }

    /** Requires a vector for each image, equal ones for equal images and another one for the other. */
    private void require(NDArray found, long size, String flag) {
        Shape shape = found.getShape();
        if (shape.dimension() != 2 || !shape.equals(new Shape(3, size))) {
            throw new UnsupportedInputException(file + ": with " + flag + " it gives " + shape
                    + " for 3 images, expected (3, " + size + "); this is not NVIDIA's detector");
        }
        float[] values = found.toFloatArray();
        int count = (int) size;
        double same = 0;
        double other = 0;
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[i])) {
                throw new UnsupportedInputException(file + ": with " + flag + " it gives numbers that are not finite");
            }
            same = Math.max(same, Math.abs(values[i] - values[count + i]));
            other = Math.max(other, Math.abs(values[i] - values[2 * count + i]));
        }
        if (same > 1e-3 * other || other == 0) {
            throw new UnsupportedInputException(
                    file + ": with " + flag + " it does not tell an image from its negative;"
                            + " this is not NVIDIA's detector, or libtorch runs it wrongly");
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
