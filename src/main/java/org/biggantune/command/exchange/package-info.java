/**
 * The commands {@code import} and {@code export}: turn checkpoints into models ({@link
 * org.biggantune.command.exchange.GeneratorImportRun}, {@link org.biggantune.command.exchange.ClassifierImportRun}), and
 * write tuned embeddings into checkpoints ({@link org.biggantune.command.exchange.ExportRun}).
 */
package org.biggantune.command.exchange;
