package org.biggantune.domain;

/**
 * Where a model came from.
 *
 * @param file the checkpoint's file name, without its folder
 * @param sha256 the digest of its bytes, lower-case hexadecimal
 */
public record SourceFile(String file, String sha256) {}
