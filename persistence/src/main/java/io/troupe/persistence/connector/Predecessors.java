package io.troupe.persistence.connector;

/**
 * The tasks of former plans, some of which may run on for a while: source partitions change hands with a plan, and who
 * takes one over has to wait until who had it has committed for the last time.
 *
 * @param tasks how many there were; they have the numbers below it
 * @param revision the highest given to any of them: tasks with a higher one are their successors
 * @param run the highest given to any of them; a successor with a later one has begun, and so nobody needs to wait
 */
public record Predecessors(int tasks, long revision, long run) {

    public static final Predecessors NONE = new Predecessors(0, 0, 0);

    /** Whether a task belongs to the plan that followed. */
    public boolean precede(TaskState task) {
        return task.revision() > revision;
    }

    boolean overBy(TaskState task) {
        return precede(task) && task.run() > run;
    }
}
