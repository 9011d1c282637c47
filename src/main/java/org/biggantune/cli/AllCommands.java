package org.biggantune.cli;

/** A command that needs the options of all commands: {@link CommandTree} makes the others, too, where it is asked for. */
public interface AllCommands {}
