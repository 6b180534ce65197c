package io.troupe.cluster.evidence;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A port that another node listens at while its process lives. */
public record Port(String host, int number) {

    /**
     * True when the host says that nobody listens there: then no process is alive behind it. Everything else proves
     * nothing. Blocks, for the patience at most.
     */
    public boolean refuses(Duration patience) {
        try (Socket line = new Socket()) {
            line.connect(new InetSocketAddress(host, number), Math.toIntExact(patience.toMillis()));
            return false;
        } catch (IOException e) {
            return Line.isRefusal(e);
        }
    }
}
