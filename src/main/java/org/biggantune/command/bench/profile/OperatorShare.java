package org.biggantune.command.bench.profile;

/**
 * What calls of one kind took together.
 *
 * @param name the operator, with the shapes of its arguments where calls are told apart by them
 * @param calls how many
 * @param microseconds of all of them
 * @param flops of all of them: two for each multiply-add
 */
public record OperatorShare(String name, long calls, double microseconds, double flops) {
    private static final double MICROS = 1e6;

    /** This and another one together, under this one's name. */
    public OperatorShare and(OperatorShare other) {
        return new OperatorShare(name, calls + other.calls, microseconds + other.microseconds, flops + other.flops);
    }

    /** Operations a second; 0 where none are counted. */
    public double flopsPerSecond() {
        return microseconds > 0 ? flops / microseconds * MICROS : 0;
    }
}
