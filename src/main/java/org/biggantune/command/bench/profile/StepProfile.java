package org.biggantune.command.bench.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The profile of one step: the time by operator, and the floating-point operations.
 *
 * @param seconds the time of the complete step, including Java
 * @param operators the total of each operator, longest first; a counted operator includes the time of its calls, any other
 *     has only its own
 * @param shapes the totals of counted operators by the shapes of their arguments
 * @param surroundings the time outside of operators: in the programs' interpreter, in the backward engine, and in Java
 *     with its calls of libtorch, optimiser and logging
 * @param uncounted the names of operators that seem to multiply but are not counted; empty if the count is complete
 */
public record StepProfile(
        double seconds,
        List<OperatorShare> operators,
        List<OperatorShare> shapes,
        List<OperatorShare> surroundings,
        List<String> uncounted) {
    private static final String INTERPRETER = "(program interpreter)";
    private static final String ENGINE = "(backward engine)";
    private static final String REST = "(Java and its calls)";
    private static final double MICROS = 1e6;

    /** Copies the lists. */
    public StepProfile {
        operators = List.copyOf(operators);
        shapes = List.copyOf(shapes);
        surroundings = List.copyOf(surroundings);
        uncounted = List.copyOf(uncounted);
    }

    /**
     * Computes the profile of a step.
     *
     * @param trace the step's trace
     * @param seconds the step's time
     * @param weightGradients whether the weights get gradients, which shapes do not show
     */
    public static StepProfile of(OperatorTrace trace, double seconds, boolean weightGradients) {
        FlopCounter counter = new FlopCounter(weightGradients);
        counter.count(trace);
        Accumulator operators = new Accumulator();
        Accumulator shapes = new Accumulator();
        Accumulator around = new Accumulator();
        trace.calls().forEach(call -> add(call, counter, operators, shapes, around));
        double recorded =
                trace.calls().stream().mapToDouble(OperatorCall::microseconds).sum();
        around.add(new OperatorShare(REST, 1, seconds * MICROS - recorded, 0));
        return new StepProfile(seconds, operators.sorted(), shapes.sorted(), around.sorted(), counter.uncounted());
    }

    /** Returns floating-point operations, two for each multiply-add of products, convolutions and attention. */
    public double flops() {
        return operators.stream().mapToDouble(OperatorShare::flops).sum();
    }

    /** Returns the fraction of the step outside of operators, in [0, 1]. */
    public double outsideShare() {
        double inside =
                operators.stream().mapToDouble(OperatorShare::microseconds).sum();
        return Math.max(0, 1 - inside / (seconds * MICROS));
    }

    private static void add(
            OperatorCall call, FlopCounter counter, Accumulator operators, Accumulator shapes, Accumulator around) {
        if (counter.isCounted(call)) {
            double flops = counter.flops(call);
            operators.add(new OperatorShare(call.name(), 1, call.microseconds(), flops));
            List<List<Long>> tensors =
                    call.shapes().stream().filter(shape -> !shape.isEmpty()).toList();
            shapes.add(new OperatorShare(call.name() + " " + tensors, 1, call.microseconds(), flops));
            return;
        }
        String name = call.name();
        if (call.isOperator()) {
            operators.add(new OperatorShare(name, 1, call.selfMicroseconds(), 0));
        } else {
            boolean engine = name.contains("Backward") || name.startsWith("autograd") || name.startsWith("torch::");
            around.add(new OperatorShare(engine ? ENGINE : INTERPRETER, 1, call.selfMicroseconds(), 0));
        }
        call.calls().forEach(inner -> add(inner, counter, operators, shapes, around));
    }

    private static final class Accumulator {
        private final Map<String, OperatorShare> shares = new LinkedHashMap<>();

        void add(OperatorShare share) {
            shares.merge(share.name(), share, OperatorShare::and);
        }

        List<OperatorShare> sorted() {
            List<OperatorShare> sorted = new ArrayList<>(shares.values());
            sorted.sort(Comparator.comparingDouble(OperatorShare::microseconds).reversed());
            return sorted;
        }
    }
}
