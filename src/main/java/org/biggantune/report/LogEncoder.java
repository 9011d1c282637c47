package org.biggantune.report;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import org.biggantune.domain.VisibleText;

/**
 * Writes log events, one line each, followed by a stack trace if there is one. Messages contain names from files, so
 * control characters are escaped, including line ends, which could fake further events.
 */
public final class LogEncoder extends LayoutWrappingEncoder<ILoggingEvent> {
    private static final String MESSAGE = "msg";

    /** Creates and starts an encoder. */
    public static LogEncoder started(LoggerContext context, String time) {
        PatternLayout layout = new PatternLayout() {
            @Override
            public String doLayout(ILoggingEvent event) {
                return VisibleText.lines(super.doLayout(event).replace("\t", "    "));
            }
        };
        layout.getInstanceConverterMap().put(MESSAGE, LogMessage::new);
        layout.setContext(context);
        layout.setPattern("%d{" + time + "} %-5level %logger{20} - %" + MESSAGE + "%n");
        layout.start();
        LogEncoder encoder = new LogEncoder();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    /** Formats an event's message on one line. */
    private static final class LogMessage extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return VisibleText.line(String.valueOf(super.convert(event)));
        }
    }
}
