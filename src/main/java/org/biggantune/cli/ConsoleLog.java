package org.biggantune.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import org.biggantune.report.LogEncoder;
import org.slf4j.LoggerFactory;

/** Turns the log on standard error on or off. A run's log file is independent of it and always complete. */
final class ConsoleLog {
    private static final String NAME = "CONSOLE";

    private ConsoleLog() {}

    /** Turns the log on standard error on or off. Called once, before a command runs. */
    static void setVerbose(boolean verbose) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> shown = root.getAppender(NAME);
        if (verbose && shown == null) {
            root.addAppender(console(context));
        } else if (!verbose && shown != null) {
            root.detachAppender(shown);
            shown.stop();
        }
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(NAME);
        appender.setTarget("System.err");
        appender.setEncoder(LogEncoder.started(context, "HH:mm:ss.SSS"));
        appender.start();
        return appender;
    }
}
