package io.troupe.worker;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.slf4j.Logger;

/** Stack traces as statuses and logs carry them, without the secrets of the thread's plugin. */
public final class Traces {

    /**
     * The most characters of a trace that is stored and shown. Some exceptions quote what they failed at, however large
     * it is; what is said first tells what happened, and what is said last why.
     */
    static final int MOST_CHARACTERS = 32 * 1024;

    private static final int LINE_CHARACTERS = 100;

    private Traces() {}

    /** An error with its trace, or, where that cannot be told, with what can. */
    public static void log(Logger log, String what, Throwable failure) {
        try {
            log.error(what, Concealment.ofThread().of(failure));
        } catch (Throwable untold) {
            log.error("{}: {}", what, of(failure));
        }
    }

    /** The trace of a failure; the middle of a very long one is left out. */
    public static String of(Throwable failure) {
        return bounded(whole(failure), MOST_CHARACTERS);
    }

    /** All of it. A plugin's failure may fail itself when it is asked what it says: then its class has to do. */
    public static String whole(Throwable failure) {
        StringWriter text = new StringWriter();
        try {
            failure.printStackTrace(new PrintWriter(text));
        } catch (Throwable untold) {
            return failure.getClass().getName() + ", whose trace cannot be told because of a "
                    + untold.getClass().getName();
        }
        return Concealment.ofThread().of(text.toString());
    }

    /**
     * The text, or the head and the tail of it with a line between them that says how much is left out.
     *
     * @param most of its characters; a few hundred at least
     */
    public static String bounded(String text, int most) {
        int characters = Math.max(most, 4 * LINE_CHARACTERS);
        if (text.length() <= characters) {
            return text;
        }
        int head = apart(text, (characters - LINE_CHARACTERS) * 2 / 3);
        int tail = apart(text, text.length() - (characters - LINE_CHARACTERS) / 3 + 1);
        return text.substring(0, head) + "\n... " + (tail - head) + " of " + text.length()
                + " characters are left out here ...\n" + text.substring(tail);
    }

    /** Not between the two halves of a character. */
    private static int apart(String text, int at) {
        return Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }
}
