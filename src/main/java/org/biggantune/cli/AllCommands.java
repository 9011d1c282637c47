package org.biggantune.cli;

/** Marks a command that needs the options of all commands, so that {@link CommandTree} builds all of them for it. */
public interface AllCommands {}
