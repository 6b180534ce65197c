package io.troupe.persistence.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.Caller;
import io.troupe.persistence.ConnectorId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CatalogueStateTest {

    private static CatalogueState registered(CatalogueState state, ConnectorId id) {
        return new CatalogueFact.Registered(id, Instant.EPOCH, Caller.TROUPE).applyTo(state);
    }

    private static CatalogueState removed(CatalogueState state, ConnectorId id) {
        return new CatalogueFact.Removed(id, Instant.EPOCH, Caller.TROUPE).applyTo(state);
    }

    @Test
    void aNameThatIsUsedAgainGetsAnotherIncarnation() {
        ConnectorId first = CatalogueState.EMPTY.next("orders");
        CatalogueState state = removed(registered(CatalogueState.EMPTY, first), first);

        ConnectorId second = state.next("orders");

        assertThat(state.find("orders")).isEmpty();
        assertThat(second.incarnation()).isGreaterThan(first.incarnation());
        assertThat(registered(state, second).find("orders")).contains(second);
    }

    @Test
    void incarnationsAreCountedOverAllNames() {
        CatalogueState state = registered(CatalogueState.EMPTY, CatalogueState.EMPTY.next("a"));
        state = registered(state, state.next("b"));

        assertThat(state.all()).containsExactlyInAnyOrder(new ConnectorId("a", 1), new ConnectorId("b", 2));
        assertThat(state.next("c")).isEqualTo(new ConnectorId("c", 3));
    }

    @Test
    void removingAnEarlierLifeLeavesTheLaterOne() {
        ConnectorId later = new ConnectorId("orders", 5);
        CatalogueState state = registered(CatalogueState.EMPTY, later);

        assertThat(removed(state, new ConnectorId("orders", 2))).isEqualTo(state);
    }

    @Test
    void whatWasConfiguredIsKnownUntilItIsRemoved() {
        ConnectorId id = new ConnectorId("orders", 5);
        CatalogueState state =
                new CatalogueFact.Confirmed(id, Instant.EPOCH).applyTo(registered(CatalogueState.EMPTY, id));

        assertThat(state.knowsAsConfigured(id)).isTrue();
        assertThat(state.knowsAsConfigured(new ConnectorId("orders", 4))).isFalse();
        assertThat(removed(state, new ConnectorId("orders", 4)).knowsAsConfigured(id))
                .isTrue();
        assertThat(removed(state, id).configured()).isEmpty();
    }

    @Test
    void aStateIsNotChangedByWhatFollows() {
        CatalogueState before = registered(CatalogueState.EMPTY, new ConnectorId("a", 1));

        registered(before, new ConnectorId("b", 2));
        removed(before, new ConnectorId("a", 1));

        assertThat(before.all()).containsExactly(new ConnectorId("a", 1));
    }
}
