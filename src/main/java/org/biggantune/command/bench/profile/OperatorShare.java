package org.biggantune.command.bench.profile;

/**
 * The total of the calls of one kind.
 *
 * @param name the operator, with the shapes of its arguments if calls are distinguished by them
 * @param calls the number of calls
 * @param microseconds the total time
 * @param flops the total floating-point operations, two for each multiply-add
 */
public record OperatorShare(String name, long calls, double microseconds, double flops) {
    private static final double MICROS = 1e6;

    /** Returns the sum of this and another share, with this one's name. */
    public OperatorShare and(OperatorShare other) {
        return new OperatorShare(name, calls + other.calls, microseconds + other.microseconds, flops + other.flops);
    }

    /** Returns operations per second; 0 if none are counted. */
    public double flopsPerSecond() {
        return microseconds > 0 ? flops / microseconds * MICROS : 0;
    }
}
