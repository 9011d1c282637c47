package org.biggantune.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.biggantune.runfolder.RunLog;

/**
 * The initial Logback configuration: enables all levels but adds no appender, which {@link ConsoleLog} and {@link RunLog}
 * do. Logback finds it through its service file. A {@code logback.xml} would say the same in ten lines, but parsing it
 * takes a third of the time of a short command.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogConfiguration extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.DEBUG);
        // DJL's debug messages would flood the run's log.
        context.getLogger("ai.djl").setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
