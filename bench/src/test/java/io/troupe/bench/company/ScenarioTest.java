package io.troupe.bench.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScenarioTest {
    @Test
    void isFoundByItsName() {
        assertThat(Scenario.values()).allMatch(it -> Scenario.named(it.label()) == it);
        assertThatThrownBy(() -> Scenario.named("flood"))
                .hasMessageContaining("flood")
                .hasMessageContaining("crash, leave, join, scale, blocked, freeze");
    }
}
