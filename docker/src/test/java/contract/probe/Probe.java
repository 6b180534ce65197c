package contract.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * What one plugin instance notes and does wrong.
 *
 * <p>{@code probe.trace} names a file; each call appends a line "instance TAB call TAB detail TAB thread".
 * {@code probe.fail} lists faults "call[#n][+]=kind": on the nth call of that name (default 1; with + also on
 * all later ones) of that connector or task, the call throws (kind connect, retriable, data, illegal, error,
 * missing), sleeps (kind is a number of milliseconds), or asks its context for something (kind begins with context).
 */
final class Probe {
    static final String TRACE = "probe.trace";
    static final String FAIL = "probe.fail";
    private static final Map<String, AtomicInteger> COUNTERS = new ConcurrentHashMap<>();

    private final String instance;
    private final Path file;
    private final String faults;
    private Consumer<String> context = wish -> {};

    Probe(String instance, Map<String, ?> settings) {
        this.instance = instance;
        Object trace = settings.get(TRACE);
        this.file = trace == null ? null : Path.of(trace.toString());
        Object fail = settings.get(FAIL);
        this.faults = fail == null ? "" : fail.toString();
    }

    static ConfigDef settings() {
        return new ConfigDef()
                .define(TRACE, ConfigDef.Type.STRING, null, ConfigDef.Importance.LOW, "File that notes the calls.")
                .define(FAIL, ConfigDef.Type.STRING, "", ConfigDef.Importance.LOW, "Faults to show.");
    }

    /** Who asks the context for what a fault says. */
    void asking(Consumer<String> context) {
        this.context = context;
    }

    static Probe none(String instance) {
        return new Probe(instance, Map.of());
    }

    void call(String name, Object... details) {
        int count = COUNTERS.computeIfAbsent(file + "|" + instance + "|" + name, key -> new AtomicInteger())
                .incrementAndGet();
        note(name, details);
        for (String fault : faults.split(",", -1)) {
            if (!fault.isBlank()) {
                show(fault.trim(), name, count);
            }
        }
    }

    private void note(String name, Object... details) {
        if (file == null) {
            return;
        }
        StringBuilder detail = new StringBuilder();
        for (Object part : details) {
            detail.append(detail.isEmpty() ? "" : " ").append(part);
        }
        String line =
                String.join("\t", instance, name, detail, Thread.currentThread().getName()) + "\n";
        synchronized (Probe.class) {
            try {
                Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void show(String fault, String name, int count) {
        String[] sides = fault.split("=", 2);
        boolean onwards = sides[0].endsWith("+");
        String[] when = (onwards ? sides[0].substring(0, sides[0].length() - 1) : sides[0]).split("#", 2);
        int first = when.length > 1 ? Integer.parseInt(when[1]) : 1;
        if (!when[0].equals(name) || count < first || (count > first && !onwards)) {
            return;
        }
        String message = "probe fault in " + name;
        switch (sides[1]) {
            case "connect" -> throw new ConnectException(message);
            case "retriable" -> throw new RetriableException(message);
            case "data" -> throw new DataException(message);
            case "illegal" -> throw new IllegalStateException(message);
            case "error" -> throw new AssertionError(message);
            case "missing" -> throw new NoClassDefFoundError(message);
            default -> {
                if (sides[1].startsWith("context.")) {
                    context.accept(sides[1].substring("context.".length()));
                    return;
                }
                try {
                    // The fault itself: a plugin that takes its time. No test waits by it.
                    Thread.sleep(Long.parseLong(sides[1]));
                } catch (InterruptedException e) {
                    note(name + " interrupted");
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
