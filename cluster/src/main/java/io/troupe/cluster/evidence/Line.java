package io.troupe.cluster.evidence;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection that carries nothing: as long as it is open, the other end's process lives, and the moment the
 * process ends, its operating system closes it.
 */
final class Line implements AutoCloseable {

    /** What became of a line, told on a thread of the network's. */
    enum News {
        OPEN,
        /** It was open and has ended. */
        BROKEN,
        /** The host lives, and nobody listens there. */
        REFUSED,
        /** Everything else: it proves nothing. */
        UNCLEAR
    }

    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    private final AsynchronousSocketChannel channel;

    private Line(AsynchronousSocketChannel channel) {
        this.channel = channel;
    }

    /**
     * @param news of this line, in order; what comes after it was closed means nothing
     * @throws IOException when this process has no more sockets
     */
    static Line dial(InetSocketAddress peer, Consumer<News> news) throws IOException {
        if (peer.isUnresolved()) {
            throw new IOException("no address is known for " + peer.getHostString());
        }
        Line line = new Line(AsynchronousSocketChannel.open());
        line.channel.connect(peer, news, new CompletionHandler<>() {
            @Override
            public void completed(Void connected, Consumer<News> told) {
                told.accept(News.OPEN);
                line.listen(told);
            }

            @Override
            public void failed(Throwable cause, Consumer<News> told) {
                told.accept(isRefusal(cause) ? News.REFUSED : News.UNCLEAR);
            }
        });
        return line;
    }

    /** A timeout is a ConnectException, too; only the message tells them apart. */
    static boolean isRefusal(Throwable cause) {
        return cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
    }

    private void listen(Consumer<News> news) {
        ByteBuffer nothing = ByteBuffer.allocate(64);
        channel.read(nothing, news, new CompletionHandler<>() {
            @Override
            public void completed(Integer count, Consumer<News> told) {
                if (count < 0) {
                    told.accept(News.BROKEN);
                } else {
                    listen(told);
                }
            }

            @Override
            public void failed(Throwable cause, Consumer<News> told) {
                told.accept(News.BROKEN);
            }
        });
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A line did not close in good order", e);
        }
    }
}
