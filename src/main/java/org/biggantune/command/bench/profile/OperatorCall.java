package org.biggantune.command.bench.profile;

import java.util.List;

/**
 * A call of an operator, with the calls that it made.
 *
 * @param name the operator, such as {@code aten::mm}, or a surrounding scope: {@code forward} of a program, a node of the
 *     backward pass
 * @param microseconds the time taken, including the calls that it made
 * @param shapes the shapes of the arguments, in order; empty for a scalar or anything but a tensor
 * @param calls the calls that it made, in the order in which they ended
 */
record OperatorCall(String name, double microseconds, List<List<Long>> shapes, List<OperatorCall> calls) {
    private static final String OPERATOR = "aten::";

    /** Copies the lists. */
    public OperatorCall {
        shapes = shapes.stream().map(List::copyOf).toList();
        calls = List.copyOf(calls);
    }

    /** Whether this is an operator on tensors and not a surrounding scope. */
    boolean isOperator() {
        return name.startsWith(OPERATOR);
    }

    /** Returns the time without that of the calls that it made. */
    double selfMicroseconds() {
        return microseconds
                - calls.stream().mapToDouble(OperatorCall::microseconds).sum();
    }

    /** Returns the shape of an argument; empty if there is no such argument. */
    List<Long> shape(int argument) {
        return argument < shapes.size() ? shapes.get(argument) : List.of();
    }
}
