package io.troupe.worker.pipeline;

import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/** The transformations of a connector in their order, each behind its predicate if it has one. */
final class Transforms<R extends ConnectRecord<R>> implements AutoCloseable {

    /** @param negate applies the transformation where the predicate does not hold */
    record Step<R extends ConnectRecord<R>>(
            Transformation<R> transformation, @Nullable Predicate<R> predicate, boolean negate) {

        boolean appliesTo(R record) {
            return predicate == null || predicate.test(record) != negate;
        }
    }

    private final List<Step<R>> steps;

    Transforms(List<Step<R>> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The record as it comes out, or null when a transformation dropped it. */
    @Nullable
    R apply(R record) {
        R current = record;
        for (Step<R> step : steps) {
            if (step.appliesTo(current)) {
                current = step.transformation().apply(current);
                if (current == null) {
                    return null;
                }
            }
        }
        return current;
    }

    @Override
    public void close() {
        for (Step<R> step : steps) {
            Closing.quietly(step.transformation());
            Closing.quietly(step.predicate());
        }
    }
}
