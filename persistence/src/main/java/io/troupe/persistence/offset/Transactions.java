package io.troupe.persistence.offset;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The runs of exactly-once tasks that may still have something open in Kafka.
 *
 * @param plan the latest that any run went by; null before the first
 * @param runs the latest run of each task, until it has ended for certain
 * @param marks of each task that ever prepared one; they stay
 */
public record Transactions(@Nullable Plan plan, Map<Integer, Run> runs, Map<Integer, Marks> marks) {

    public static final Transactions NONE = new Transactions(null, Map.of(), Map.of());

    /**
     * @param revision of the task's settings
     * @param pending what its latest transaction is about to make so; null when it is known how that ended
     */
    public record Run(Epoch epoch, long revision, @Nullable Batch pending) {

        private Run with(@Nullable Batch batch) {
            return new Run(epoch, revision, batch);
        }
    }

    /**
     * Offsets that hold if, and only if, a transaction was committed.
     *
     * @param mark unlike that of any other batch; the transaction carries it, too. It begins with a number that is higher
     *     than that of any batch of its task before, and ends with what only its run knows: a journal that has lost
     *     something gives numbers again. What was stored before marks were counted has other texts
     */
    public record Batch(String mark, Map<String, @Nullable String> offsets, Instant at) {

        private static final Pattern COUNTED = Pattern.compile("([0-9]{1,18})-[0-9a-f]+");

        public Batch {
            offsets = Collections.unmodifiableMap(offsets);
        }

        /** 0 for a mark that was not counted. */
        public static long number(String mark) {
            Matcher counted = COUNTED.matcher(mark);
            return counted.matches() ? Long.parseLong(counted.group(1)) : 0;
        }

        private Batch without(Set<String> partitions) {
            Map<String, @Nullable String> left = new HashMap<>(offsets);
            left.keySet().removeAll(partitions);
            return new Batch(mark, left, at);
        }
    }

    /** @param marks null in what was stored before they were counted */
    public Transactions(@Nullable Plan plan, Map<Integer, Run> runs, @Nullable Map<Integer, Marks> marks) {
        this.plan = plan;
        this.runs = Collections.unmodifiableMap(runs);
        this.marks = marks == null ? Map.of() : Collections.unmodifiableMap(marks);
    }

    public Marks marksOf(int task) {
        return marks.getOrDefault(task, Marks.NONE);
    }

    /** True when tasks were planned anew since. */
    public boolean outdates(Plan asked) {
        return plan != null && asked.compareTo(plan) < 0;
    }

    /** True when it may prepare a transaction. */
    public boolean accepts(int task, Epoch epoch) {
        Run run = runs.get(task);
        return run != null && run.epoch().equals(epoch);
    }

    public @Nullable Batch pending(int task) {
        Run run = runs.get(task);
        return run == null ? null : run.pending();
    }

    /**
     * The runs that have to be over before a task of this plan may read offsets: source partitions may have changed
     * hands. A task that is and was the only one fences its own earlier run itself.
     *
     * @param revisions of the plan's tasks, at their numbers
     */
    public Map<Integer, Run> superseded(Plan asked, List<Long> revisions) {
        Map<Integer, Run> earlier = new HashMap<>(runs);
        earlier.entrySet().removeIf(each -> {
            int task = each.getKey();
            Run run = each.getValue();
            return run.epoch().incarnation() == asked.incarnation()
                    && task < revisions.size()
                    && run.revision() >= revisions.get(task);
        });
        return revisions.size() == 1 && earlier.keySet().equals(Set.of(0)) ? Map.of() : earlier;
    }

    Transactions planned(Plan latest) {
        return new Transactions(latest, runs, marks);
    }

    /** What the run before left open is now this one's to find out. */
    Transactions begun(int task, Epoch epoch, long revision) {
        return with(task, new Run(epoch, revision, pending(task)));
    }

    Transactions pending(int task, @Nullable Batch batch) {
        Run run = runs.get(task);
        return run == null ? this : with(task, run.with(batch));
    }

    Transactions prepared(int task, Batch batch) {
        return pending(task, batch).marked(task, marksOf(task).prepared(Batch.number(batch.mark())));
    }

    Transactions committed(int task, String mark, @Nullable MarkPosition position) {
        return marked(task, marksOf(task).committed(Batch.number(mark), position));
    }

    /** Somebody has seen these in Kafka, and goes on from there. */
    Transactions raised(Map<Integer, Long> seen) {
        Transactions raised = this;
        for (Map.Entry<Integer, Long> each : seen.entrySet()) {
            raised = raised.marked(each.getKey(), marksOf(each.getKey()).committed(each.getValue(), null));
        }
        return raised;
    }

    private Transactions marked(int task, Marks newer) {
        if (newer.equals(marksOf(task))) {
            return this;
        }
        Map<Integer, Marks> changed = new HashMap<>(marks);
        changed.put(task, newer);
        return new Transactions(plan, runs, changed);
    }

    Transactions ended(int task, Epoch epoch) {
        return accepts(task, epoch) ? with(task, null) : this;
    }

    /** Offsets that were recorded without a transaction: what was prepared for them before is void. */
    Transactions overtaken(Set<String> partitions) {
        return each(run -> run.pending() == null ? run : run.with(run.pending().without(partitions)));
    }

    /** The same for all partitions. */
    Transactions overtaken() {
        return each(run -> run.pending() == null
                ? run
                : run.with(
                        new Batch(run.pending().mark(), Map.of(), run.pending().at())));
    }

    private Transactions each(UnaryOperator<Run> change) {
        if (runs.isEmpty()) {
            return this;
        }
        Map<Integer, Run> changed = new HashMap<>(runs);
        changed.replaceAll((task, run) -> change.apply(run));
        return new Transactions(plan, changed, marks);
    }

    private Transactions with(int task, @Nullable Run run) {
        Map<Integer, Run> changed = new HashMap<>(runs);
        if (run == null) {
            changed.remove(task);
        } else {
            changed.put(task, run);
        }
        return new Transactions(plan, changed, marks);
    }

    /** The offsets of a batch if it is this one that is pending. */
    Map<String, @Nullable String> offsets(int task, String mark) {
        Batch batch = pending(task);
        return batch != null && batch.mark().equals(mark) ? batch.offsets() : Map.of();
    }
}
