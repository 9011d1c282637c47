package org.biggantune.support;

/**
 * What a finished program left.
 *
 * @param exitCode its exit code; 128 + the signal's number where a signal ended it
 * @param out all of its standard output
 * @param err all of its standard error
 * @param pid the process id it was started with
 */
public record LaunchResult(int exitCode, String out, String err, long pid) {}
