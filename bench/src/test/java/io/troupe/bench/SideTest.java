package io.troupe.bench;

import static io.troupe.bench.Side.REFERENCE;
import static io.troupe.bench.Side.TROUPE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SideTest {
    @Test
    void takeTurnsAtBeingFirst() {
        assertThat(Side.order(1)).containsExactly(REFERENCE, TROUPE);
        assertThat(Side.order(2)).containsExactly(TROUPE, REFERENCE);
        assertThat(Side.order(3)).containsExactly(REFERENCE, TROUPE);
    }
}
