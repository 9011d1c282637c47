package org.biggantune.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import org.slf4j.LoggerFactory;

/** How much of the log reaches standard error: nothing, or everything. A run's log file always gets it all. */
public final class ConsoleLog {
    private ConsoleLog() {}

    /** Shows the log on standard error, or keeps it quiet. Call once, before a command runs. */
    public static void setVerbose(boolean verbose) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> console = root.getAppender("CONSOLE");
        if (console == null) {
            return;
        }
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel((verbose ? Level.DEBUG : Level.OFF).toString());
        filter.start();
        console.clearAllFilters();
        console.addFilter(filter);
    }
}
