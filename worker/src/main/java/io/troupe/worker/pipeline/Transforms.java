package io.troupe.worker.pipeline;

import io.troupe.worker.errors.FailedRecord;
import io.troupe.worker.errors.Stage;
import io.troupe.worker.errors.Tolerance;
import io.troupe.worker.metrics.TaskPlugins;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/** The transformations of a connector in their order, each behind its predicate if it has one. */
final class Transforms<R extends ConnectRecord<R>> {

    /**
     * @param predicate null for always
     * @param negate applies the transformation where the predicate does not hold
     */
    record Step<R extends ConnectRecord<R>>(
            String alias,
            Plugged<Transformation<R>> transformation,
            @Nullable String predicateAlias,
            @Nullable Plugged<Predicate<R>> predicate,
            boolean negate) {

        /** As it comes out; null when it is dropped. */
        @Nullable
        R apply(R record) {
            boolean applies = predicate == null || predicate.enter().test(record) != negate;
            return applies ? transformation.enter().apply(record) : record;
        }
    }

    private final List<Step<R>> steps;
    private final Tolerance tolerance;

    Transforms(List<Step<R>> steps, Tolerance tolerance) {
        this.steps = List.copyOf(steps);
        this.tolerance = tolerance;
    }

    /**
     * The record as it comes out, or null when a transformation dropped it.
     *
     * @param origin what is reported when a step fails
     */
    @Nullable
    R apply(R record, Object origin) {
        R current = record;
        for (int i = 0; i < steps.size(); i++) {
            R next = apply(steps.get(i), current, origin);
            if (next == null) {
                return null;
            }
            current = next;
        }
        return current;
    }

    private @Nullable R apply(Step<R> step, R record, Object origin) {
        try {
            return step.apply(record);
        } catch (Exception e) {
            Class<?> by = step.transformation().plugin().getClass();
            return tolerance.recover(new FailedRecord(origin, Stage.TRANSFORMATION, by, e), () -> step.apply(record));
        }
    }

    /** By alias. */
    Map<String, TaskPlugins.Plugin> transformations() {
        Map<String, TaskPlugins.Plugin> named = new LinkedHashMap<>();
        steps.forEach(step -> named.put(
                step.alias(), TaskPlugins.Plugin.of(step.transformation().plugin())));
        return named;
    }

    /** By alias; one that serves several transformations is named once. */
    Map<String, TaskPlugins.Plugin> predicates() {
        Map<String, TaskPlugins.Plugin> named = new LinkedHashMap<>();
        for (Step<R> step : steps) {
            if (step.predicateAlias() != null && step.predicate() != null) {
                named.put(
                        step.predicateAlias(),
                        TaskPlugins.Plugin.of(step.predicate().plugin()));
            }
        }
        return named;
    }

    void close() {
        for (Step<R> step : steps) {
            step.transformation().close();
            Plugged<Predicate<R>> predicate = step.predicate();
            if (predicate != null) {
                predicate.close();
            }
        }
    }
}
