package org.biggantune.cli;

import java.util.Set;

/**
 * The options of tuning commands that change which numbers a run computes. A sweep may vary these and a target file may
 * set these; all others say where files go, what runs beside what, or what is shown, and belong to whoever starts the
 * run. An option that is new belongs to none of the two until it is named here.
 */
public final class ResultOptions {
    /** Long names without dashes. */
    public static final Set<String> NAMES = Set.of(
            "batch",
            "evaluate-every",
            "clamp",
            "classifier",
            "default-judge",
            "collapsed-below",
            "collapsed-diversity-weight",
            "collapsed-iterations",
            "collapsed-proximity",
            "collapsed-top1-loss",
            "diversity",
            "diversity-features",
            "diversity-floor",
            "diversity-reduction",
            "diversity-weight",
            "generator",
            "initial",
            "initial-file",
            "initial-noise",
            "iterations",
            "judge",
            "known-proximity",
            "learning-rate",
            "least-gain",
            "micro-batch",
            "noise-layer",
            "parallel-parts",
            "parallel-starts",
            "patience",
            "precision",
            "preprocessing",
            "preset",
            "probability-floor",
            "proximity",
            "test-samples",
            "ranking-samples",
            "schedule",
            "seed",
            "validation-samples",
            "starts",
            "steps-per-latents",
            "weight-decay");

    private ResultOptions() {}
}
