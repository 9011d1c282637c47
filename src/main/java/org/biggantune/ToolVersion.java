package org.biggantune;

import org.biggantune.cli.ToolInfo;
import picocli.CommandLine.IVersionProvider;

/** Provides the text of {@code --version}: the tool's version and commit, Java and the platform. */
final class ToolVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        ToolInfo tool = ToolInfo.ofProcess();
        return new String[] {
            "biggan-tune " + tool.version() + " (commit " + tool.commit() + ")", tool.java() + ", " + tool.platform()
        };
    }
}
