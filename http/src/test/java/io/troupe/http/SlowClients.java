package io.troupe.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that makes many connections and sends a byte over each of them now and then, never a whole request; in a
 * process of its own, because both ends together have more sockets than one process may open. Says {@code open N} when
 * all are made, and {@code ended N} when the server has closed them.
 */
final class SlowClients {

    private static final byte[] HEAD =
            "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY =
            "POST /json HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int PAUSE_MS = 500;

    private SlowClients() {}

    /** @param arguments host, port, number of connections */
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress server = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        int count = Integer.parseInt(arguments[2]);
        List<SocketChannel> open = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.write(ByteBuffer.wrap(i % 2 == 0 ? HEAD : BODY));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
                open.add(channel);
            }
            System.out.println("open " + open.size());
            long trickled = System.nanoTime();
            while (!open.isEmpty()) {
                selector.select(PAUSE_MS);
                selector.selectedKeys().stream()
                        .map(key -> (SocketChannel) key.channel())
                        .filter(SlowClients::ended)
                        .forEach(open::remove);
                selector.selectedKeys().clear();
                if (System.nanoTime() - trickled > TimeUnit.MILLISECONDS.toNanos(PAUSE_MS)) {
                    open.removeIf(channel -> !trickle(channel));
                    trickled = System.nanoTime();
                }
            }
            System.out.println("ended " + count);
        }
    }

    private static boolean ended(SocketChannel channel) {
        try {
            if (channel.read(ByteBuffer.allocate(4096)) >= 0) {
                return false;
            }
            channel.close();
        } catch (IOException reset) {
            // Ended as well.
        }
        return true;
    }

    private static boolean trickle(SocketChannel channel) {
        try {
            channel.write(ByteBuffer.wrap(new byte[] {'a'}));
            return true;
        } catch (IOException ended) {
            return false;
        }
    }
}
