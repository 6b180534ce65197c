package io.troupe.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @ParameterizedTest
    @ValueSource(strings = {"orders", "a@b", "a#b", "@", "#1@2", "naïve 名 / name", ""})
    void anIdIsReadBackWhateverTheName(String name) {
        ConnectorId connector = new ConnectorId(name, Long.MAX_VALUE);
        TaskId task = new TaskId(connector, 12);

        assertThat(ConnectorId.parse(connector.toString())).isEqualTo(connector);
        assertThat(TaskId.parse(task.toString())).isEqualTo(task);
    }

    @Test
    void aTaskGoesByTheNameThatKafkaConnectGivesIt() {
        assertThat(new TaskId(new ConnectorId("orders", 3), 1).label()).isEqualTo("orders-1");
    }
}
