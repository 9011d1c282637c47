package org.biggantune.runfolder;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.biggantune.io.RegularFile;
import org.biggantune.report.LogEncoder;
import org.slf4j.LoggerFactory;

/** Appends the complete log of this process to a run's {@code run.log} until closed. */
public final class RunLog implements AutoCloseable {
    private final Logger root;
    private final FileAppender<ILoggingEvent> appender;

    private RunLog(Logger root, FileAppender<ILoggingEvent> appender) {
        this.root = root;
        this.appender = appender;
    }

    /**
     * Starts appending to a file. A file that cannot be written is ignored.
     *
     * @throws org.biggantune.domain.failure.CorruptInputException if it is a link or a pipe
     */
    public static RunLog open(Path file) {
        RegularFile.exists(file);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(LogEncoder.started(context, "yyyy-MM-dd HH:mm:ss.SSS"));
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        return new RunLog(root, appender);
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        appender.stop();
    }
}
