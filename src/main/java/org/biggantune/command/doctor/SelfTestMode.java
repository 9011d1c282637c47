package org.biggantune.command.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.biggantune.domain.Precision;

/**
 * How the self-test computes, and how far its results may then be from the recorded ones: the tolerances are for
 * {@link SelfTestCheck#deviation}. Those of float32 are for another order of sums: between CPUs with AVX2, AVX-512 and
 * neither, images and logits were 4e-7 off at most and gradients 2e-6. In bfloat16 they were 0.006, 0.017 and 0.17 off.
 * It keeps 8 bits of a product's factors and TF32 11, so that TF32's tolerances are a quarter of bfloat16's where its
 * rounding is an eighth. A short improve has wider ones: where a gradient is nearly zero, Adam's step takes its sign from
 * the rounding; it was 0.001 off in float32 and 0.06 to 0.08 in bfloat16.
 */
enum SelfTestMode {
    /** float32 in all. */
    FP32(Precision.FP32, "NVIDIA_TF32_OVERRIDE", "0", 1e-4, 1e-4, 1e-3, 0.01),
    /** float32, with factors rounded to TF32 in convolutions and matrix products; of a GPU only. */
    TF32(Precision.FP32, "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "1", 0.005, 0.0125, 0.1, 0.0625),
    /** bfloat16 within the programs. */
    BF16(Precision.BF16, "", "", 0.02, 0.05, 0.4, 0.25);

    private final Precision precision;
    private final String variable;
    private final String value;
    private final double images;
    private final double logits;
    private final double gradients;
    private final double improve;

    SelfTestMode(
            Precision precision,
            String variable,
            String value,
            double images,
            double logits,
            double gradients,
            double improve) {
        this.precision = precision;
        this.variable = variable;
        this.value = value;
        this.images = images;
        this.logits = logits;
        this.gradients = gradients;
        this.improve = improve;
    }

    /** Those that a device is tested in. */
    static List<SelfTestMode> of(boolean gpu) {
        return gpu ? List.of(FP32, TF32, BF16) : List.of(FP32, BF16);
    }

    /** The name in reports. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the programs compute in. */
    Precision precision() {
        return precision;
    }

    /** Variables of a process that computes so on a GPU: libtorch and NVIDIA's libraries read them when they are loaded. */
    Map<String, String> environment() {
        return variable.isEmpty() ? Map.of() : Map.of(variable, value);
    }

    /** The greatest deviation that passes. */
    double tolerance(String quantity) {
        return switch (quantity) {
            case SelfTestSubject.IMAGES -> images;
            case SelfTestSubject.LOGITS -> logits;
            case SelfTestSubject.GRADIENTS -> gradients;
            case SelfTestSubject.IMPROVE -> improve;
            default -> throw new IllegalArgumentException(quantity);
        };
    }
}
