/**
 * {@code import} and {@code export}, which speak other programs' formats: checkpoints become models ({@link
 * org.biggantune.command.exchange.GeneratorImportRun}, {@link org.biggantune.command.exchange.ClassifierImportRun}),
 * tuned embeddings go back into checkpoints ({@link org.biggantune.command.exchange.ExportRun}).
 */
package org.biggantune.command.exchange;
