package io.troupe.node;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.troupe.worker.Concealment;
import java.util.stream.Collectors;

/**
 * {@code %plainEx} in a pattern: a stack trace, in which no line of a failure's message looks like a line of the log, and
 * without secrets of the thread's plugin.
 */
public final class PlainTrace extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy failure) {
        return of(Concealment.ofThread().of(super.throwableProxyToString(failure)));
    }

    static String of(String trace) {
        return trace.lines().map(PlainTrace::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(String line) {
        return (line.startsWith("[") ? "\t" : "") + PlainText.of(line);
    }
}
