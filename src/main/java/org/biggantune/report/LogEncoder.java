package org.biggantune.report;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import org.biggantune.domain.VisibleText;

/**
 * Writes events of the log, a line each and a trace behind it where there is one. Names that come from files are among
 * them, so characters that act are escaped; a message's line ends too, else it could pass for several.
 */
public final class LogEncoder extends LayoutWrappingEncoder<ILoggingEvent> {
    private static final String MESSAGE = "msg";

    /** An encoder in use. */
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

    /** An event's message on one line. */
    private static final class LogMessage extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return VisibleText.line(String.valueOf(super.convert(event)));
        }
    }
}
