package org.biggantune.command.bench.profile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Counts the floating-point operations in a trace: two for each multiply-add of products, convolutions and attention,
 * nothing for other operators. The operators called by a counted one are not counted again.
 *
 * <p>A trace has the shapes of arguments but no strides, paddings or results. The shape of a convolution's result is that of
 * the first argument of its backward pass, the gradient of the result; forward and backward passes match in reverse order.
 * For a convolution without a backward pass it is taken from the next call with a tensor of its batch and channels. Not
 * thread-safe.
 */
final class FlopCounter {
    private static final Set<String> CONVOLUTIONS = Set.of("aten::convolution", "aten::_convolution");
    private static final String CONVOLUTION_BACKWARD = "aten::convolution_backward";
    private static final String TRANSPOSED = "aten::conv_transpose";
    /** Products and the number of their arguments; the interpreter records further tensors before them. */
    private static final Map<String, Integer> PRODUCTS = Map.of(
            "aten::mm", 2,
            "aten::bmm", 2,
            "aten::mv", 2,
            "aten::dot", 2,
            "aten::vdot", 2,
            "aten::addmm", 5,
            "aten::baddbmm", 5,
            "aten::addbmm", 5,
            "aten::addmv", 5);

    private static final String ATTENTION = "aten::_scaled_dot_product_";
    /** Parts of names of operators that may contain multiply-adds that are not counted. */
    private static final List<String> SUSPECTS = List.of("conv", "mm", "matmul", "linear", "attention", "einsum");

    /** Interpolation, which is as cheap as additions. */
    private static final String INTERPOLATION = "aten::upsample_";

    private final boolean weightGradients;
    private final IdentityHashMap<OperatorCall, Double> counted = new IdentityHashMap<>();
    private final Map<List<List<Long>>, Deque<Convolution>> unmatched = new HashMap<>();
    private final List<Convolution> convolutions = new ArrayList<>();
    private final List<Convolution> unfollowed = new ArrayList<>();
    private final Set<String> uncounted = new TreeSet<>();

    /**
     * Creates a counter.
     *
     * @param weightGradients whether the backward pass of a convolution also computes the gradient of its weight
     */
    FlopCounter(boolean weightGradients) {
        this.weightGradients = weightGradients;
    }

    /** Counts the operations in a trace. */
    void count(OperatorTrace trace) {
        trace.calls().forEach(call -> visit(call, false));
        for (Convolution convolution : convolutions) {
            convolution
                    .flops()
                    .ifPresentOrElse(
                            flops -> counted.put(convolution.call, flops),
                            () -> uncounted.add(convolution.call.name()));
        }
    }

    /** Whether a call's operations are counted, including those of the calls that it makes. */
    boolean isCounted(OperatorCall call) {
        return counted.containsKey(call);
    }

    /** Returns the operations of a counted call. */
    double flops(OperatorCall call) {
        return Objects.requireNonNull(counted.get(call));
    }

    /** Returns the names of operators that seem to multiply but are not counted. */
    List<String> uncounted() {
        return List.copyOf(uncounted);
    }

    /** Visits a call, in the order of start times; returns whether anything in it is counted. */
    private boolean visit(OperatorCall call, boolean transposed) {
        follow(call);
        if (CONVOLUTIONS.contains(call.name())) {
            forward(call, transposed);
            return true;
        }
        if (call.name().equals(CONVOLUTION_BACKWARD)) {
            backward(call);
            return true;
        }
        if (PRODUCTS.containsKey(call.name())) {
            counted.put(call, product(call));
            return true;
        }
        if (call.name().startsWith(ATTENTION)) {
            counted.put(call, attention(call));
            return true;
        }
        boolean found = false;
        for (OperatorCall inner : call.calls()) {
            found |= visit(inner, transposed || call.name().startsWith(TRANSPOSED));
        }
        if (!found && call.isOperator() && isSuspect(call.name())) {
            uncounted.add(call.name());
        }
        return found;
    }

    private static boolean isSuspect(String name) {
        return !name.startsWith(INTERPOLATION) && SUSPECTS.stream().anyMatch(name::contains);
    }

    /** A convolution in the forward pass. */
    private static final class Convolution {
        private final OperatorCall call;
        private final boolean transposed;
        /** The shape of the result; empty while unknown. */
        private List<Long> result = List.of();

        Convolution(OperatorCall call, boolean transposed) {
            this.call = call;
            this.transposed = transposed;
        }

        List<Long> weight() {
            return call.shape(1);
        }

        /** Whether a tensor may be the result: same batch and channels, and no larger than with full padding. */
        boolean mayGive(List<Long> shape) {
            List<Long> input = call.shape(0);
            return !transposed
                    && shape.size() == input.size()
                    && shape.get(0).equals(input.get(0))
                    && shape.get(1).equals(weight().get(0))
                    && IntStream.range(2, shape.size())
                            .allMatch(axis -> shape.get(axis) < input.get(axis) + weight().get(axis));
        }

        OptionalDouble flops() {
            if (transposed) {
                return OptionalDouble.of(multiplyAdds(call.shape(0)) * 2);
            }
            return result.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(multiplyAdds(result) * 2);
        }

        /** Returns the multiply-adds: each number of the smaller map meets every weight of its channel. */
        private double multiplyAdds(List<Long> map) {
            return size(map) * size(weight()) / weight().get(0);
        }
    }

    private void forward(OperatorCall call, boolean transposed) {
        Convolution convolution = new Convolution(call, transposed);
        convolutions.add(convolution);
        unfollowed.add(convolution);
        unmatched
                .computeIfAbsent(List.of(call.shape(0), call.shape(1)), key -> new ArrayDeque<>())
                .push(convolution);
    }

    private void backward(OperatorCall call) {
        Deque<Convolution> candidates = unmatched.get(List.of(call.shape(1), call.shape(2)));
        if (candidates == null || candidates.isEmpty()) {
            uncounted.add(call.name());
            return;
        }
        Convolution convolution = candidates.pop();
        convolution.result = call.shape(0);
        unfollowed.remove(convolution);
        counted.put(call, convolution.flops().orElseThrow() * (weightGradients ? 2 : 1));
    }

    private void follow(OperatorCall call) {
        for (Iterator<Convolution> waiting = unfollowed.iterator(); waiting.hasNext(); ) {
            Convolution convolution = waiting.next();
            // The interpreter records further tensors before the arguments, often including the result.
            call.shapes().stream().filter(convolution::mayGive).findFirst().ifPresent(result -> {
                convolution.result = result;
                waiting.remove();
            });
        }
    }

    private static double product(OperatorCall call) {
        int arguments = Objects.requireNonNull(PRODUCTS.get(call.name()));
        int first = Math.max(0, call.shapes().size() - arguments) + (arguments > 2 ? 1 : 0);
        List<Long> left = call.shape(first);
        List<Long> right = call.shape(first + 1);
        // The last dimension of a matrix on the right counts; a vector has none.
        double columns = right.size() >= 2 ? right.get(right.size() - 1) : 1;
        return 2 * size(left) * columns;
    }

    /** Counts QKᵀ and the product with V; backward, QKᵀ again and a product for each gradient of P, Q, K and V. */
    private static double attention(OperatorCall call) {
        boolean backward = call.name().endsWith("_backward");
        int first = backward ? 1 : 0;
        List<Long> query = call.shape(first);
        List<Long> key = call.shape(first + 1);
        List<Long> value = call.shape(first + 2);
        double pairs = size(query.subList(0, query.size() - 1)) * key.get(key.size() - 2);
        long depth = query.get(query.size() - 1);
        long valueDepth = value.get(value.size() - 1);
        return 2 * pairs * (backward ? 3 * depth + 2 * valueDepth : depth + valueDepth);
    }

    private static double size(List<Long> shape) {
        return shape.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    }
}
