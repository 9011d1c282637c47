package org.biggantune.domain;

/**
 * The checkpoint that a model was imported from.
 *
 * @param file the checkpoint's file name, without its folder
 * @param sha256 its SHA-256, lower-case hexadecimal
 */
public record SourceFile(String file, String sha256) {}
