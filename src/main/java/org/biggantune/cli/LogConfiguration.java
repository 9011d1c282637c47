package org.biggantune.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.biggantune.runfolder.RunLog;

/**
 * The logging at the start: everything is let through and nothing is written; {@link ConsoleLog} and {@link RunLog} add
 * where it goes. Logback finds this class by its service file; a file {@code logback.xml} says the same in ten lines, but
 * takes a third of a short command's time to be read.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogConfiguration extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.DEBUG);
        // What it tells beyond that is of its own making and fills a run's log.
        context.getLogger("ai.djl").setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
