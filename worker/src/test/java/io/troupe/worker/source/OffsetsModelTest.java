package io.troupe.worker.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.worker.source.SourceModel.Answer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Ledger and commits in whatever order things happen to a source task; the model checks each offset it is given. */
class OffsetsModelTest {

    /** Something that happens to a source task. */
    @FunctionalInterface
    interface Step {
        void happen(SourceModel model);
    }

    private record Named(String name, Step step) implements Step {
        @Override
        public void happen(SourceModel model) {
            step.happen(model);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Named named(String name, Step step) {
        return new Named(name, step);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> partitions = Arbitraries.integers().between(0, 2);
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 9);
        Arbitrary<Step> step = Arbitraries.frequencyOf(
                Tuple.of(8, partitions.map(p -> named("poll " + p, model -> model.poll(p, false)))),
                Tuple.of(2, partitions.map(p -> named("filter " + p, model -> model.poll(p, true)))),
                Tuple.of(5, Arbitraries.just(named("submit", SourceModel::submit))),
                Tuple.of(8, any.map(i -> named("acknowledge " + i, model -> model.acknowledge(i)))),
                Tuple.of(1, any.map(i -> named("fail " + i, model -> model.fail(i)))),
                Tuple.of(
                        5,
                        Arbitraries.of(Answer.class)
                                .map(answer -> named("commit " + answer, model -> model.commit(answer)))),
                Tuple.of(1, Arbitraries.just(named("crash", SourceModel::crash))));
        return step.list().ofMaxSize(80);
    }

    @Property(tries = 3000)
    void nothingIsSkippedAndNothingGoesBack(@ForAll("steps") List<Step> steps) {
        SourceModel model = new SourceModel();
        steps.forEach(step -> step.happen(model));
    }

    @Property(tries = 2000)
    void inTheEndAllThatWasAcknowledgedIsRecorded(@ForAll("steps") List<Step> steps) {
        SourceModel model = new SourceModel();
        steps.forEach(step -> step.happen(model));
        model.submit();
        model.acknowledgeAll();
        model.commit(Answer.RECORDED);
        assertThat(model.recorded()).isEqualTo(model.committable());
    }
}
