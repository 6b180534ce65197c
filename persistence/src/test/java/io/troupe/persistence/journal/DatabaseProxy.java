package io.troupe.persistence.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands between a worker and its database: passes everything on, or is away, or says nothing, or loses an answer. */
final class DatabaseProxy implements AutoCloseable {

    private final int database;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Object ice = new Object();
    private boolean frozen;
    private volatile @Nullable String lost;
    private volatile ServerSocket listener;

    DatabaseProxy(int database) throws IOException {
        this.database = database;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
    }

    private ServerSocket listen(int at) throws IOException {
        ServerSocket socket = bind(at);
        thread(() -> accept(socket));
        return socket;
    }

    /** A socket that was closed listens until the thread that accepts at it has noticed. */
    private static ServerSocket bind(int at) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
                return socket;
            } catch (BindException e) {
                socket.close();
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    int port() {
        return port;
    }

    /** How many connections it has taken until now. */
    int accepted() {
        return accepted.get();
    }

    /** All connections break, and new ones are refused. */
    void goAway() throws IOException {
        listener.close();
        open.forEach(DatabaseProxy::close);
        open.clear();
    }

    void comeBack() throws IOException {
        listener = listen(port);
    }

    /** Connections stay, and new ones are taken, but nothing is said on them any more. */
    void freeze() {
        synchronized (ice) {
            frozen = true;
        }
    }

    void thaw() {
        synchronized (ice) {
            frozen = false;
            ice.notifyAll();
        }
    }

    /** Of the next request with this text the database gets to know, but its answer is lost with the connection. */
    void loseAnswerTo(String text) {
        lost = text;
    }

    boolean hasLostIt() {
        return lost == null;
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                accepted.incrementAndGet();
                open.add(client);
                thread(() -> connect(client));
            }
        } catch (IOException e) {
            // It went away.
        }
    }

    private void connect(Socket client) {
        try {
            passing();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), database);
            open.add(server);
            AtomicBoolean deaf = new AtomicBoolean();
            thread(() -> pump(server, client, deaf, false));
            pump(client, server, deaf, true);
        } catch (IOException e) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to, AtomicBoolean deaf, boolean requests) {
        byte[] buffer = new byte[65536];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                passing();
                String text = lost;
                if (requests
                        && text != null
                        && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(text)) {
                    lost = null;
                    deaf.set(true);
                }
                if (!requests && deaf.get()) {
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // The other end is told below.
        } finally {
            close(from);
            close(to);
        }
    }

    private void passing() throws IOException {
        synchronized (ice) {
            while (frozen) {
                try {
                    ice.wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more.
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "database-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        thaw();
        goAway();
    }
}
