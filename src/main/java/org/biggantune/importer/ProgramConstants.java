package org.biggantune.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.biggantune.archive.StateDict;

/**
 * The constants of a generator that a TorchScript program determines in addition to its tensors: {@code eps} attributes
 * of a scripted program's modules, or arguments of {@code torch.batch_norm} in a traced program's code. Known only if
 * all agree.
 *
 * @param batchNorm the ε added to variances
 * @param spectralNorm the smallest norm in the power iterations of BigGAN-PyTorch's spectral norm
 */
record ProgramConstants(OptionalDouble batchNorm, OptionalDouble spectralNorm) {
    private static final Predicate<String> NORM =
            Pattern.compile("(.*\\.)?bn_?\\d*\\.eps").asMatchPredicate();
    private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d*(e-?\\d+)?");
    private static final String CALL = "torch.batch_norm(";
    /** The index of eps in batch_norm(input, weight, bias, mean, variance, training, momentum, eps, cudnn). */
    private static final int EPSILON = 7;

    private static final int ARGUMENTS = 9;
    /** Far more characters than the arguments of a traced call. */
    private static final int LONGEST = 1000;

    /** The last norm of BigGAN-PyTorch's generators, which has a fixed constant. */
    private static final String OUTPUT_GAIN = "output_layer.0.gain";

    private static final double OUTPUT_EPSILON = 1e-5;

    static final ProgramConstants NONE = new ProgramConstants(OptionalDouble.empty(), OptionalDouble.empty());

    /**
     * Determines the constants of a program.
     *
     * @param tensors the network's tensors
     * @param attributes the network's attributes
     * @param code the program's sources
     */
    static ProgramConstants of(StateDict tensors, Map<String, Object> attributes, List<String> code) {
        Set<Double> norms = numbers(attributes, NORM);
        return new ProgramConstants(
                agreed(norms.isEmpty() ? literals(code, tensors.contains(OUTPUT_GAIN)) : norms),
                agreed(numbers(attributes, name -> isSpectral(name, tensors))));
    }

    /** Whether an attribute belongs to a module with BigGAN-PyTorch's spectral norm vector. */
    private static boolean isSpectral(String attribute, StateDict tensors) {
        int end = attribute.length() - "eps".length();
        return attribute.endsWith(".eps") && tensors.contains(attribute.substring(0, end) + "u0");
    }

    private static Set<Double> numbers(Map<String, Object> attributes, Predicate<String> names) {
        Set<Double> numbers = new HashSet<>();
        attributes.forEach((name, value) -> {
            if (names.test(name)) {
                numbers.add(value instanceof Double number ? number : Double.NaN);
            }
        });
        return numbers;
    }

    private static OptionalDouble agreed(Set<Double> numbers) {
        return numbers.size() == 1
                        && numbers.iterator().next() > 0
                        && numbers.iterator().next() < 1
                ? OptionalDouble.of(numbers.iterator().next())
                : OptionalDouble.empty();
    }

    private static Set<Double> literals(List<String> code, boolean bigGanPyTorch) {
        Set<Double> literals = new HashSet<>();
        for (String text : code) {
            for (int at = text.indexOf(CALL); at >= 0; at = text.indexOf(CALL, at + 1)) {
                List<String> arguments = arguments(text, at + CALL.length());
                if (arguments.size() == ARGUMENTS
                        && NUMBER.matcher(arguments.get(EPSILON)).matches()) {
                    literals.add(Double.parseDouble(arguments.get(EPSILON)));
                }
            }
        }
        if (bigGanPyTorch && literals.size() > 1) {
            literals.remove(OUTPUT_EPSILON);
        }
        return literals;
    }

    /** Splits the arguments of a call at commas, up to a length limit. */
    private static List<String> arguments(String text, int start) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        int from = start;
        int end = Math.min(text.length(), start + LONGEST);
        for (int i = start; i < end && arguments.size() <= ARGUMENTS; i++) {
            char c = text.charAt(i);
            if (depth == 0 && (c == ',' || c == ')')) {
                arguments.add(text.substring(from, i).strip());
                from = i + 1;
            }
            if (depth == 0 && c == ')') {
                break;
            }
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        }
        return arguments;
    }
}
