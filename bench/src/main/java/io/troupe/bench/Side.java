package io.troupe.bench;

import java.util.List;

/** The two that are compared. */
public enum Side {
    REFERENCE("reference", "Kafka Connect"),
    TROUPE("troupe", "Troupe");

    private final String label;
    private final String title;

    Side(String label, String title) {
        this.label = label;
        this.title = title;
    }

    public String label() {
        return label;
    }

    public String title() {
        return title;
    }

    /** Who is first changes from turn to turn: A B, B A, A B and so on. */
    static List<Side> order(int turn) {
        return turn % 2 == 1 ? List.of(REFERENCE, TROUPE) : List.of(TROUPE, REFERENCE);
    }
}
