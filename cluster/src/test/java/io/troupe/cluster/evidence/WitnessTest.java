package io.troupe.cluster.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WitnessTest {

    private static final Witness.Pace PACE = new Witness.Pace(Duration.ofMillis(100), Duration.ofMillis(300), 2);

    private final ActorTestKit kit = ActorTestKit.create();
    private final CountDownLatch proof = new CountDownLatch(1);

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.setSoTimeout(10_000);
        return server;
    }

    private ActorRef<Witness.Command> watch(int port) {
        return kit.spawn(Witness.create(InetSocketAddress.createUnresolved("127.0.0.1", port), PACE, proof::countDown));
    }

    private boolean provenWithin(long millis) throws InterruptedException {
        return proof.await(millis, TimeUnit.MILLISECONDS);
    }

    @Test
    void aListenerThatIsGoneIsAProof() throws Exception {
        ServerSocket server = listen(0);
        watch(server.getLocalPort());
        Socket line = server.accept();
        assertThat(provenWithin(500)).isFalse();

        server.close();
        line.close();
        assertThat(provenWithin(5_000)).isTrue();
    }

    @Test
    void aBrokenLineAloneIsNoProof() throws Exception {
        try (ServerSocket server = listen(0)) {
            watch(server.getLocalPort());
            server.accept().close();
            server.accept().close();
            try (Socket again = server.accept()) {
                assertThat(again.isConnected()).isTrue();
                assertThat(provenWithin(500)).isFalse();
            }
        }
    }

    @Test
    void anAddressThatNeverAnsweredProvesNothing() throws Exception {
        int port;
        try (ServerSocket probe = listen(0)) {
            port = probe.getLocalPort();
        }
        watch(port);
        assertThat(provenWithin(1_000)).isFalse();
    }

    @Test
    void aProcessThatIsFrozenStillTakesConnections() throws Exception {
        try (ServerSocket server = listen(0)) {
            ActorRef<Witness.Command> witness = watch(server.getLocalPort());
            try (Socket line = server.accept()) {
                assertThat(line.isConnected()).isTrue();
                // From now on nobody accepts; the operating system does.
                witness.tell(Witness.Suspect.INSTANCE);
                witness.tell(Witness.Suspect.INSTANCE);
                assertThat(provenWithin(1_000)).isFalse();
            }
        }
    }

    @Test
    void onlyARefusalIsOne() {
        assertThat(Line.isRefusal(new ConnectException("Connection refused"))).isTrue();
        assertThat(Line.isRefusal(new ConnectException("Connection timed out"))).isFalse();
        assertThat(Line.isRefusal(new NoRouteToHostException("No route to host")))
                .isFalse();
        assertThat(Line.isRefusal(new SocketTimeoutException("refused to answer in time")))
                .isFalse();
    }
}
