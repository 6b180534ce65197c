package io.troupe.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableIdTest {

    private static final TableId ORDERS = new TableId("shop", "Orders");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Orders",
                "\"Orders\"",
                "`Orders`",
                "[Orders]",
                "shop.Orders",
                "\"shop\".\"Orders\"",
                "db.shop.Orders",
                " Orders "
            })
    void itIsMeantByItsNameWithAndWithoutQuotesAndWhereItIs(String written) {
        assertThat(ORDERS.isMeantBy(written, false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "other.Orders", "Orders2", "shop", "\"shop.Orders\"", ""})
    void othersAreNot(String written) {
        assertThat(ORDERS.isMeantBy(written, false)).isFalse();
    }

    @Test
    void withoutQuotesCapitalsDoNotCount() {
        assertThat(ORDERS.isMeantBy("SHOP.orders", true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "a\"b", "\"", "[x]", "line\nline", " ", "`"})
    void anyNameIsReadAsItWasWritten(String name) {
        for (TableId table : new TableId[] {new TableId(null, name), new TableId(name, "t"), new TableId("s", name)}) {
            assertThat(TableId.of(table.written())).isEqualTo(table);
        }
    }
}
