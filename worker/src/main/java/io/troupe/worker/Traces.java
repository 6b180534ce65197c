package io.troupe.worker;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.slf4j.Logger;

/** Stack traces as statuses and logs carry them, without the secrets of the thread's plugin. */
public final class Traces {

    private Traces() {}

    /** An error with its trace, or, where that cannot be told, with what can. */
    public static void log(Logger log, String what, Throwable failure) {
        try {
            log.error(what, Concealment.ofThread().of(failure));
        } catch (Throwable untold) {
            log.error("{}: {}", what, of(failure));
        }
    }

    /** A plugin's failure may fail itself when it is asked what it says: then its class has to do. */
    public static String of(Throwable failure) {
        StringWriter text = new StringWriter();
        try {
            failure.printStackTrace(new PrintWriter(text));
        } catch (Throwable untold) {
            return failure.getClass().getName() + ", whose trace cannot be told because of a "
                    + untold.getClass().getName();
        }
        return Concealment.ofThread().of(text.toString());
    }
}
