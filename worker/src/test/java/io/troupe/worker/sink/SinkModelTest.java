package io.troupe.worker.sink;

import io.troupe.worker.sink.SinkModel.Safe;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.common.TopicPartition;

/** The sink loop in whatever order things happen to it; the model checks each record and each offset. */
class SinkModelTest {

    /** Something that happens to a sink task. */
    @FunctionalInterface
    interface Step {
        void happen(SinkModel model);
    }

    private record Named(String name, Step step) implements Step {
        @Override
        public void happen(SinkModel model) {
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
        Arbitrary<Integer> few = Arbitraries.integers().between(0, 3);
        Arbitrary<TopicPartition> partition = Arbitraries.of(SinkModel.PARTITIONS);
        Arbitrary<Step> step = Arbitraries.frequencyOf(
                Tuple.of(8, few.map(n -> named("records " + n, model -> model.records(n, false, false)))),
                Tuple.of(2, few.map(n -> named("retriable " + n, model -> model.records(n, true, false)))),
                Tuple.of(2, few.map(n -> named("reported " + n, model -> model.records(n, false, true)))),
                Tuple.of(6, Arbitraries.of(Safe.class).map(how -> named("commit " + how, model -> model.commit(how)))),
                Tuple.of(4, few.map(n -> named("answer " + n, model -> model.answer(n, true)))),
                Tuple.of(2, few.map(n -> named("fail " + n, model -> model.answer(n, false)))),
                Tuple.of(2, Arbitraries.just(named("letter arrives", SinkModel::arrive))),
                Tuple.of(
                        2,
                        partition
                                .list()
                                .uniqueElements()
                                .ofMaxSize(2)
                                .map(some -> named("has " + some, model -> model.give(some)))),
                Tuple.of(1, partition.map(it -> named("back in " + it, model -> model.goBack(it, 2)))),
                Tuple.of(1, Arbitraries.just(named("crash", SinkModel::crash))));
        return step.list().ofMaxSize(60);
    }

    @Property(tries = 1500)
    void nothingIsSkippedAndAllIsCommittedInTheEnd(@ForAll boolean commitsMayLast, @ForAll("steps") List<Step> steps) {
        SinkModel model = new SinkModel(commitsMayLast);
        model.give(SinkModel.PARTITIONS);
        steps.forEach(step -> step.happen(model));
        model.end();
    }

    /** Two connections may turn two commits around; the task was rewound between them, so it comes by there again. */
    @Example
    void whatAnOlderCommitTookBackIsCommittedAgain() {
        SinkModel model = new SinkModel(false);
        model.give(SinkModel.PARTITIONS);
        model.records(1, false, false);
        model.commit(Safe.ALL);
        model.records(2, false, false);
        model.commit(Safe.ALL);
        model.commit(Safe.UNKNOWN);
        model.answer(1, true);
        model.answer(0, true);
        model.records(1, false, false);
        model.end();
    }
}
