package io.troupe.node.stage;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/**
 * Where plugins of a test act: a test gives the script, every call of a plugin comes here and is noted. Plugins find
 * their stage by the setting {@link #SETTING}; in whichever loader they are, there is one of it.
 */
public final class Stage {

    public static final String SETTING = "stage";

    private static final Map<String, Stage> ALL = new ConcurrentHashMap<>();
    private static final Queue<Call> MADE = new ConcurrentLinkedQueue<>();

    /** What a plugin does; null for the usual. */
    @FunctionalInterface
    public interface Script {
        Object act(String call, Object argument);
    }

    /**
     * One call of a plugin.
     *
     * @param context what log lines of this thread carry
     * @param atHome whether the thread's context class loader is the plugin's
     */
    public record Call(String name, Object argument, String thread, String context, boolean atHome) {}

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private volatile Script script;

    private Stage(Script script) {
        this.script = script;
    }

    /** Opens a stage; one that was open under this name is nobody's any more, but of those who act there. */
    public static Stage open(String name, Script script) {
        Stage stage = new Stage(script);
        ALL.put(name, stage);
        return stage;
    }

    public static Stage of(Map<String, ?> settings) {
        Stage stage = ALL.get(String.valueOf(settings.get(SETTING)));
        if (stage == null) {
            throw new IllegalStateException("There is no stage " + settings.get(SETTING));
        }
        return stage;
    }

    public void play(Script next) {
        script = next;
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<Call> calls(String name) {
        return calls.stream().filter(call -> call.name().equals(name)).toList();
    }

    public long count(String name) {
        return calls.stream().filter(call -> call.name().equals(name)).count();
    }

    /** Notes that a plugin is made: it does not know its stage yet. */
    public static void made(Object plugin) {
        MADE.add(call(plugin, plugin.getClass().getSimpleName(), null));
    }

    /** All plugins that were made, by the names of their classes. */
    public static List<Call> made() {
        return List.copyOf(MADE);
    }

    /** Notes the call and does what the script says. */
    public Object act(Object plugin, String name, Object argument) {
        note(plugin, name, argument);
        return script.act(name, argument);
    }

    public void note(Object plugin, String name, Object argument) {
        calls.add(call(plugin, name, argument));
    }

    private static Call call(Object plugin, String name, Object argument) {
        Thread thread = Thread.currentThread();
        boolean atHome = thread.getContextClassLoader() == plugin.getClass().getClassLoader();
        return new Call(name, argument, thread.getName(), MDC.get("connector.context"), atHome);
    }

    /** What a source without news does. */
    public static void rest() throws InterruptedException {
        new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
    }
}
