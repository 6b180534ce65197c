package io.troupe.persistence.offset;

/** As of when the tasks of a connector are known: a later life of the connector wins, then a later plan in that life. */
public record Plan(long incarnation, long revision) implements Comparable<Plan> {

    @Override
    public int compareTo(Plan other) {
        int byLife = Long.compare(incarnation, other.incarnation);
        return byLife != 0 ? byLife : Long.compare(revision, other.revision);
    }
}
