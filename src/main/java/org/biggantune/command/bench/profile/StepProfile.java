package org.biggantune.command.bench.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the time of one recorded step went, and how much it computed.
 *
 * @param seconds the step's, Java and all
 * @param operators each operator's calls together, the longest first; an operator whose multiply-adds are counted stands
 *     with the time of all that it calls, any other with its own
 * @param shapes the calls of the operators that are counted, told apart by the shapes of their arguments
 * @param surroundings the time around operators: of the programs' interpreter, of the engine that runs the backward pass,
 *     and the rest, that is Java, its calls of libtorch, the optimiser and logging
 * @param uncounted names of operators that seem to multiply and that no rule counts; empty when the count is whole
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
     * The profile of a step.
     *
     * @param trace what libtorch recorded of it
     * @param seconds how long it took
     * @param weightGradients whether weights asked for gradients, which no shape tells
     */
    public static StepProfile of(OperatorTrace trace, double seconds, boolean weightGradients) {
        FlopCounter counter = new FlopCounter(weightGradients);
        counter.count(trace);
        Tally operators = new Tally();
        Tally shapes = new Tally();
        Tally around = new Tally();
        trace.calls().forEach(call -> add(call, counter, operators, shapes, around));
        double recorded =
                trace.calls().stream().mapToDouble(OperatorCall::microseconds).sum();
        around.add(new OperatorShare(REST, 1, seconds * MICROS - recorded, 0));
        return new StepProfile(seconds, operators.sorted(), shapes.sorted(), around.sorted(), counter.uncounted());
    }

    /** Floating-point operations, two for each multiply-add of products, convolutions and attention. */
    public double flops() {
        return operators.stream().mapToDouble(OperatorShare::flops).sum();
    }

    /** The share of the step that no operator took, in [0, 1]. */
    public double outsideShare() {
        double inside =
                operators.stream().mapToDouble(OperatorShare::microseconds).sum();
        return Math.max(0, 1 - inside / (seconds * MICROS));
    }

    private static void add(OperatorCall call, FlopCounter counter, Tally operators, Tally shapes, Tally around) {
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

    private static final class Tally {
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
