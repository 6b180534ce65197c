package io.troupe.node;

/** {@code troupe standalone}, for the reason that {@link ConnectDistributed} gives. */
public final class ConnectStandalone {

    private ConnectStandalone() {}

    public static void main(String[] args) {
        Main.main(Main.command("standalone", args));
    }
}
