package io.troupe.cluster.outage;

/**
 * What an entity does with a message although nothing can be recorded now.
 *
 * @param <C> what the entity is told
 * @param <S> its state
 */
public interface Unrecorded<C, S> {

    /** While the database is away: refuses or drops what would have to be recorded. False for all else. */
    boolean refuse(C message);

    /** Answers a question from what is recorded. False when it is no question. */
    boolean answer(C message, S recorded);
}
