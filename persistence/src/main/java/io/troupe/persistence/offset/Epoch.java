package io.troupe.persistence.offset;

/** Which run of a task speaks: a later life of the connector wins, then a later run in the same life. */
public record Epoch(long incarnation, long run) implements Comparable<Epoch> {

    @Override
    public int compareTo(Epoch other) {
        int byLife = Long.compare(incarnation, other.incarnation);
        return byLife != 0 ? byLife : Long.compare(run, other.run);
    }
}
