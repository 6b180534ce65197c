package io.troupe.node;

/**
 * {@code troupe worker}, as a process of the name that plugins look for: Iceberg's sink takes the worker's file to be the
 * first argument of a main class whose name ends like this.
 */
public final class ConnectDistributed {

    private ConnectDistributed() {}

    public static void main(String[] args) {
        Main.main(Main.command("worker", args));
    }
}
