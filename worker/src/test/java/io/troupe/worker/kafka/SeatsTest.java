package io.troupe.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.Test;

class SeatsTest {

    private static final String LONE_SURROGATE = "\ud83d";

    private static final List<String> NAMES = Stream.concat(
                    Stream.of(
                            "orders",
                            "orders-1",
                            "or_ders",
                            "or__ders",
                            "or_005fders",
                            "my sink",
                            "größe",
                            "grö",
                            "gr_00f6",
                            "orders:eu",
                            "orders,eu",
                            "a/b",
                            "a\\b",
                            "[a]",
                            "{a}",
                            "a@b+c",
                            "\"a\"",
                            "'a'",
                            "*?",
                            "🦀",
                            "🦞",
                            LONE_SURROGATE,
                            "漢字",
                            "${GROUP_ID}",
                            ".",
                            "..",
                            "",
                            "_",
                            "_.",
                            "a_.0",
                            "_h"),
                    IntStream.of(200, 229, 230, 240, 249, 250, 512, 1000)
                            .boxed()
                            .flatMap(length -> Stream.of("x".repeat(length), "漢".repeat(length), "_".repeat(length))))
            .toList();

    @Test
    void everySeatIsAnIdThatKafkaTakesAndNoTwoAreTheSame() {
        Map<String, String> known = new HashMap<>();
        for (String group : NAMES) {
            for (String connector : NAMES) {
                for (int task : new int[] {0, 1, 10, Integer.MAX_VALUE}) {
                    String seat = Seats.of(group, connector).of(task);
                    Topic.validate(
                            seat,
                            "group.instance.id",
                            message -> org.junit.jupiter.api.Assertions.fail(seat + ": " + message));
                    String whose = group + "\0" + connector + "\0" + task;
                    assertThat(known.put(seat, whose)).as(seat).isNull();
                }
            }
        }
    }

    @Test
    void aSeatIsRecognizedByItsConnectorAndByNoOther() {
        for (String connector : NAMES) {
            Seats seats = Seats.of("g", connector);
            assertThat(seats.include(seats.of(12))).isTrue();
            assertThat(seats.number(seats.of(12))).hasValue(12);
            assertThat(seats.number(seats.of(12) + "0123456789")).isEmpty();
            assertThat(seats.include(seats.of(12) + "x")).isFalse();
            assertThat(seats.include(seats.of(12).replaceAll("\\d+$", ""))).isFalse();
            NAMES.stream().filter(other -> !other.equals(connector)).forEach(other -> assertThat(
                            seats.include(Seats.of("g", other).of(0)))
                    .as("%s of %s", other, connector)
                    .isFalse());
        }
    }

    @Test
    void partsThatMeetDifferentlyAreNotMixedUp() {
        assertThat(Seats.of("a-b", "c").of(0)).isNotEqualTo(Seats.of("a", "b-c").of(0));
    }

    @Test
    void whatCanBeReadIsLeftAsItIs() {
        assertThat(Seats.of("connect-cluster", "orders.eu-1").of(2)).isEqualTo("connect-cluster_.orders.eu-1_.2");
    }
}
