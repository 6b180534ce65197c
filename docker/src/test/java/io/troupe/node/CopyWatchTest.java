package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CopyWatchTest {
    private static final String FAILED_TASK =
            "{\"connector\": {\"state\": \"RUNNING\"}, \"tasks\": [{\"id\": 0, \"state\": \"FAILED\","
                    + " \"trace\": \"java.lang.Oops: no\\n\\tat a\\n\\tat b\\n\\tat c\\n\\tat d\\n\\tat e\"}]}";

    private final Path folder;
    private final HttpServer worker;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    CopyWatchTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.start();
    }

    @AfterEach
    void stop() {
        worker.stop(0);
    }

    @Test
    void isCompleteWhenEverythingHasArrived() throws IOException {
        CopyPlan plan = plan("one\ntwo\n");
        Files.writeString(plan.output(), "one\ntwo\n");
        CopyWatch watch = watch(plan);

        try (Lifetime lifetime = Lifetime.begin()) {
            assertThat(watch.watch(lifetime, true)).isEqualTo(CopyWatch.Outcome.COMPLETE);
        }
        assertThat(watch.lines()).isEqualTo(2);
    }

    @Test
    void endsWithTheFirstLinesOfATrace() throws IOException {
        answer(FAILED_TASK);
        try (Lifetime lifetime = Lifetime.begin()) {
            assertThat(watch(plan("one\n")).watch(lifetime, true)).isEqualTo(CopyWatch.Outcome.FAILED);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("load-file task 0 is FAILED:", "java.lang.Oops: no", "at d")
                .doesNotContain("at e");
    }

    @Test
    void endsWithItsLifetime() throws IOException {
        Lifetime lifetime = Lifetime.begin();
        lifetime.close();

        assertThat(watch(plan("one\n")).watch(lifetime, true)).isEqualTo(CopyWatch.Outcome.ENDED);
    }

    private CopyWatch watch(CopyPlan plan) {
        URI url = URI.create("http://127.0.0.1:" + worker.getAddress().getPort() + "/");
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new CopyWatch(
                plan,
                new ConnectRest(url),
                List.of("load-file"),
                new ProgressLine(out, false, plan.survey().lines()));
    }

    private CopyPlan plan(String text) throws IOException {
        return CopyPlan.of(Files.writeString(folder.resolve("in"), text), folder.resolve("out"), folder);
    }

    private void answer(String status) {
        byte[] body = status.getBytes(StandardCharsets.UTF_8);
        worker.createContext("/connectors/load-file/status", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
    }
}
