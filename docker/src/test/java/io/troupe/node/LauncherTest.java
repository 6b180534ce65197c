package io.troupe.node;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs bin/troupe in a small distribution, with a Java that only says how it was called. */
class LauncherTest {
    private static final Path SCRIPT = Path.of("..", "bin", "troupe");

    private final Path folder;
    private final Path home;
    private final Path jdk;

    LauncherTest(@TempDir Path folder) {
        this.folder = folder;
        this.home = folder.resolve("my troupe");
        this.jdk = folder.resolve("jdk");
    }

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("VERSION"), "1.2.3\n");
        executable(home.resolve("bin").resolve("troupe"), Files.readString(SCRIPT));
        javaOfVersion("17.0.15");
    }

    @Test
    void helpsWithoutJava() throws Exception {
        Files.delete(jdk.resolve("bin").resolve("java"));

        assertThat(troupe("--help").out).contains("quickstart", "worker FILE.properties", "standalone", "broker");
        assertThat(troupe().status).isZero();
        assertThat(troupe("--version").out).isEqualTo("troupe 1.2.3\n");
    }

    @Test
    void namesAWrongCommandInOneLine() throws Exception {
        Run run = troupe("wroker", "x");

        assertThat(run.status).isEqualTo(2);
        assertThat(run.err).isEqualTo("troupe: there is no command 'wroker' (see troupe --help)\n");
        assertThat(run.out).isEmpty();
    }

    @Test
    void handsOverToJava() throws Exception {
        Run run = troupe("worker", "my worker.properties");

        assertThat(run.status).isEqualTo(7);
        assertThat(run.lines())
                .contains(
                        "-Xmx1g",
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
                        "-Dtroupe.home=" + home.toRealPath(),
                        home.toRealPath() + "/lib/*")
                .endsWith("io.troupe.node.ConnectDistributed", "my worker.properties");
    }

    @Test
    void isStartedByTheNamesOfKafkasScripts() throws Exception {
        assertThat(script("connect-distributed.sh", Map.of(), "w.properties").lines())
                .endsWith("io.troupe.node.ConnectDistributed", "w.properties");
        assertThat(script(
                                "connect-standalone.sh",
                                Map.of("KAFKA_HEAP_OPTS", "-Xmx3g -Xms1g", "KAFKA_OPTS", "-Da=b"),
                                "w.properties",
                                "c.json")
                        .lines())
                .containsSubsequence("-Xmx1g", "-Xmx3g", "-Xms1g", "-Da=b")
                .endsWith("io.troupe.node.ConnectStandalone", "w.properties", "c.json");
    }

    @Test
    void itsScriptsOfKafkasNamesSayHowTheyAreCalled() throws Exception {
        Run run = script("connect-distributed.sh", Map.of());

        assertThat(run.status).isEqualTo(1);
        assertThat(run.err).startsWith("Usage: connect-distributed.sh [-daemon]");
        assertThat(script("connect-standalone.sh", Map.of(), "--help").status).isZero();
    }

    @Test
    void runsInTheBackgroundWhenAskedTo() throws Exception {
        Path logs = folder.resolve("my logs");

        Run run = script(
                "connect-distributed.sh",
                Map.of("LOG_DIR", logs.toString()),
                "-daemon",
                "-name",
                "orders",
                "-loggc",
                "w.properties");

        assertThat(run.status).isZero();
        assertThat(run.out + run.err).isEmpty();
        assertThat(eventuallyIn(logs.resolve("orders.out"), "w.properties\n"))
                .endsWith("io.troupe.node.ConnectDistributed\nw.properties\n");
    }

    @Test
    void addsTheBrokerOnlyWhereItIsNeeded() throws Exception {
        String broker = home.toRealPath() + "/lib/*:" + home.toRealPath() + "/lib/broker/*";

        assertThat(troupe("quickstart").lines()).contains(broker);
        assertThat(troupe("broker").lines()).contains(broker, "-Xmx512m");
        assertThat(troupe("standalone", "w", "c").lines()).doesNotContain(broker);
    }

    @Test
    void honoursHeapAndOptions() throws Exception {
        Run run =
                run(home.resolve("bin/troupe"), Map.of("TROUPE_HEAP", "3g", "JAVA_OPTS", "-Da=b -Dc=d"), "worker", "w");

        assertThat(run.lines()).contains("-Xmx3g", "-Da=b", "-Dc=d").doesNotContain("-XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void findsItsHomeThroughSymlinks() throws Exception {
        Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("my troupe/bin/troupe"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), first);

        assertThat(run(second, Map.of(), "--version").out).isEqualTo("troupe 1.2.3\n");
        assertThat(run(second, Map.of(), "worker", "w").lines()).contains("-Dtroupe.home=" + home.toRealPath());
    }

    @Test
    void refusesAnOldOrMissingJava() throws Exception {
        javaOfVersion("11.0.2");
        assertThat(troupe("worker", "w").err)
                .isEqualTo("troupe: Java 17 or later is needed, and " + jdk + "/bin/java is 11.0.2\n");

        javaOfVersion("1.8.0_392");
        assertThat(troupe("worker", "w").status).isEqualTo(1);

        Files.delete(jdk.resolve("bin").resolve("java"));
        assertThat(troupe("worker", "w").err)
                .isEqualTo("troupe: JAVA_HOME is " + jdk + ", but there is no bin/java in it\n");
    }

    private static String eventuallyIn(Path file, String end) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        String text = "";
        while (!text.endsWith(end) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            text = Files.exists(file) ? Files.readString(file) : "";
        }
        return text;
    }

    private Run script(String name, Map<String, String> environment, String... arguments) throws Exception {
        Path script = home.resolve("bin").resolve(name);
        executable(script, Files.readString(SCRIPT.resolveSibling(name)));
        Files.copy(SCRIPT.resolveSibling("connect-script"), script.resolveSibling("connect-script"), REPLACE_EXISTING);
        return run(script, environment, arguments);
    }

    private Run troupe(String... arguments) throws Exception {
        return run(home.resolve("bin").resolve("troupe"), Map.of(), arguments);
    }

    private Run run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of("JAVA_OPTS", "TROUPE_HEAP", "LOG_DIR", "KAFKA_HEAP_OPTS", "KAFKA_OPTS"));
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private void javaOfVersion(String version) throws IOException {
        executable(
                jdk.resolve("bin").resolve("java"),
                "#!/bin/sh\n[ \"$1\" = -version ] && { echo 'openjdk version \"" + version
                        + "\" 2025-04-15' >&2; exit 0; }\nprintf '%s\\n' \"$@\"\nexit 7\n");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }
}
