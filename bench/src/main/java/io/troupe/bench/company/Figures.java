package io.troupe.bench.company;

import io.troupe.bench.Side;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was measured, in the order in which it came, and whether Troupe keeps its goals. */
final class Figures {
    private static final String HEAD = String.format(
            Locale.ROOT,
            "%-8s %-44s %-6s | %18s | %18s | %13s |%n%-8s %-44s %-6s | %9s %8s | %9s %8s | %6s %6s |",
            "",
            "",
            "",
            Side.REFERENCE.title(),
            Side.TROUPE.title(),
            "goal",
            "scenario",
            "measure",
            "unit",
            "median",
            "worst",
            "median",
            "worst",
            "median",
            "worst");

    private final Map<Measure, Map<Side, Series>> all = new LinkedHashMap<>();

    void add(Side side, Measure measure, double value) {
        all.computeIfAbsent(measure, it -> new EnumMap<>(Side.class))
                .computeIfAbsent(side, it -> new Series())
                .add(value);
    }

    boolean isAnyMissed() {
        return all.entrySet().stream().anyMatch(it -> isMissed(it.getKey(), it.getValue()));
    }

    private static boolean isMissed(Measure measure, Map<Side, Series> sides) {
        Series troupe = sides.get(Side.TROUPE);
        Series reference = sides.get(Side.REFERENCE);
        return troupe != null
                && (troupe.median() > measure.median()
                        || troupe.worst() > measure.worst()
                        || (measure.belowOther() && reference != null && troupe.median() > reference.median()));
    }

    String text() {
        return Stream.concat(Stream.of(HEAD), all.entrySet().stream().map(it -> line(it.getKey(), it.getValue())))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String line(Measure measure, Map<Side, Series> sides) {
        return String.format(
                Locale.ROOT,
                "%-8s %-44s %-6s | %s | %s | %6s %6s | %s",
                measure.scenario(),
                measure.what(),
                measure.unit(),
                cells(sides.get(Side.REFERENCE)),
                cells(sides.get(Side.TROUPE)),
                goal(measure.median()),
                measure.belowOther() ? "below" : goal(measure.worst()),
                verdict(measure, sides));
    }

    private static String verdict(Measure measure, Map<Side, Series> sides) {
        if (!sides.containsKey(Side.TROUPE)) {
            return "";
        }
        return isMissed(measure, sides) ? "MISSED" : "ok";
    }

    private static String cells(@Nullable Series series) {
        return series == null
                ? String.format(Locale.ROOT, "%9s %8s", "", "")
                : String.format(Locale.ROOT, "%9s %8s", number(series.median()), number(series.worst()));
    }

    private static String goal(double value) {
        return Double.isInfinite(value) ? "" : number(value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%,.2f" : "%,.0f", value);
    }
}
