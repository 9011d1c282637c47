package org.biggantune.command.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.biggantune.domain.Precision;

/**
 * The modes of computation of the self-test, with tolerances for {@link SelfTestCheck#deviation}. Those of float32 allow for
 * another order of summation: between CPUs with AVX2, AVX-512 and neither, deviations were at most 4e-7 for images and
 * logits and 2e-6 for gradients. In bfloat16 they were 0.006, 0.017 and 0.17. bfloat16 keeps 8 bits of the factors of a
 * product and TF32 keeps 11, an eighth of the rounding error; TF32's tolerances are a quarter of bfloat16's. A short improve
 * has wider ones, because rounding decides the sign of Adam's step for a gradient near zero; its deviation was 0.001 in
 * float32 and 0.06 to 0.08 in bfloat16.
 */
enum SelfTestMode {
    /** float32 throughout. */
    FP32(Precision.FP32, "NVIDIA_TF32_OVERRIDE", "0", 1e-4, 1e-4, 1e-3, 0.01),
    /** float32, with factors rounded to TF32 in convolutions and matrix products; on a GPU only. */
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

    /** Returns the modes in which a device is tested. */
    static List<SelfTestMode> of(boolean gpu) {
        return gpu ? List.of(FP32, TF32, BF16) : List.of(FP32, BF16);
    }

    /** Returns the name in reports. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the precision of the programs. */
    Precision precision() {
        return precision;
    }

    /** Returns the environment variables for this mode on a GPU; libtorch and NVIDIA's libraries read them when loaded. */
    Map<String, String> environment() {
        return variable.isEmpty() ? Map.of() : Map.of(variable, value);
    }

    /** Returns the largest deviation of a quantity that passes. */
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
