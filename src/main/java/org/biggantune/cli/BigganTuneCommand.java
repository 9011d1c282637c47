package org.biggantune.cli;

import picocli.CommandLine.Command;

/** The command {@code biggan-tune} itself: shows its help when no subcommand is given. */
@Command(
        name = "biggan-tune",
        mixinStandardHelpOptions = true,
        description = "Fine-tunes the class embeddings of a pre-trained BigGAN.")
public final class BigganTuneCommand {}
