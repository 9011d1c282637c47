/**
 * {@code import} and {@code export}, which speak the formats of others: checkpoints become models ({@link
 * org.biggantune.command.exchange.GeneratorImportRun}, {@link org.biggantune.command.exchange.ClassifierImportRun}),
 * tuned embeddings go back into checkpoints ({@link org.biggantune.command.exchange.ExportRun}).
 */
package org.biggantune.command.exchange;
