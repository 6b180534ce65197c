package io.troupe.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends bytes that no client would. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;

    RawClient(URI server) {
        try {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout(PATIENCE_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes back to one text, until the server closes. */
    static String answerTo(URI server, String text) {
        try (RawClient client = new RawClient(server)) {
            client.send(text);
            client.socket.shutdownOutput();
            return client.rest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until the server closes, in whatever way it does. */
    String rest() {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[4096];
        try {
            for (int read = socket.getInputStream().read(buffer); read >= 0; ) {
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                read = socket.getInputStream().read(buffer);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException("still open after " + PATIENCE_MS + " ms: " + answer, e);
        } catch (IOException reset) {
            // What came before counts.
        }
        return answer.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
