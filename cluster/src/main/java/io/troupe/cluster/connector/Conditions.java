package io.troupe.cluster.connector;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is wrong with tasks that run, as far as they still say so: what is not repeated is over, and nobody has to take
 * it back.
 */
final class Conditions {

    /** For the reasons of all of them together: the answer travels between nodes. */
    private static final int MOST_CHARACTERS = 100_000;

    private static final int FEWEST_CHARACTERS_EACH = 50;

    private record Heard(List<Answer.Condition> all, Instant at) {}

    private final Map<Integer, Heard> heard = new TreeMap<>();

    void hear(ConnectorCommand.TaskConditions report, Instant now) {
        if (report.all().isEmpty()) {
            heard.remove(report.task());
        } else {
            heard.put(report.task(), new Heard(report.all(), now));
        }
    }

    /** @param fresh how long what was heard is believed */
    List<Answer.Condition> present(Instant now, Duration fresh) {
        heard.values().removeIf(each -> each.at().plus(fresh).isBefore(now));
        List<Answer.Condition> all =
                heard.values().stream().flatMap(each -> each.all().stream()).toList();
        int share = Math.max(FEWEST_CHARACTERS_EACH, MOST_CHARACTERS / Math.max(1, all.size()));
        return all.stream().map(each -> each.capped(share)).toList();
    }
}
