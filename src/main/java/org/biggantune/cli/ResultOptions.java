package org.biggantune.cli;

import java.util.Set;

/**
 * The options of tuning commands that affect a run's results. A sweep may vary them, and a target file may set them. All
 * other options concern files, scheduling or output, and are up to whoever starts the run. A new option has to be listed
 * here if it affects results.
 */
public final class ResultOptions {
    /** The long names, without dashes. */
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
