package org.biggantune.command.bench.profile;

import java.util.List;

/**
 * A call of an operator, with the calls that it made.
 *
 * @param name such as {@code aten::mm}, or of what surrounds operators: {@code forward} of a program, a node of the
 *     backward pass
 * @param microseconds how long it took, its own calls among it
 * @param shapes of its arguments in order; empty for what is no tensor, and for a scalar
 * @param calls those that it made, in the order of their ends
 */
record OperatorCall(String name, double microseconds, List<List<Long>> shapes, List<OperatorCall> calls) {
    private static final String OPERATOR = "aten::";

    /** Copies the lists. */
    public OperatorCall {
        shapes = shapes.stream().map(List::copyOf).toList();
        calls = List.copyOf(calls);
    }

    /** Whether this is an operator on tensors, not what surrounds one. */
    boolean isOperator() {
        return name.startsWith(OPERATOR);
    }

    /** The time without that of the calls that it made. */
    double selfMicroseconds() {
        return microseconds
                - calls.stream().mapToDouble(OperatorCall::microseconds).sum();
    }

    /** The shape of an argument; empty where there is none of this index. */
    List<Long> shape(int argument) {
        return argument < shapes.size() ? shapes.get(argument) : List.of();
    }
}
