package io.troupe.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.plugins.bridge.Bridge;
import io.troupe.plugins.isolation.PluginClassLoader;
import io.troupe.plugins.isolation.WorkerClassLoader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that were compiled against another Kafka than the worker's. */
class GenerationsTest {

    private static final String BEFORE = "org.apache.kafka.common.utils.";
    private static final String SINCE = BEFORE + "internals.";

    private static final List<String> MOVED = List.of(
            "AbstractIterator",
            "AppInfoParser",
            "BufferSupplier",
            "ByteBufferInputStream",
            "ByteBufferOutputStream",
            "ByteBufferUnmapper",
            "ByteUtils",
            "Checksums",
            "ChildFirstClassLoader",
            "ChunkedBytesStream",
            "CircularIterator",
            "CloseableIterator",
            "ConfigUtils",
            "CopyOnWriteMap",
            "Crc32C",
            "Exit",
            "ExponentialBackoff",
            "ExponentialBackoffManager",
            "FixedOrderMap",
            "ImplicitLinkedHashCollection",
            "ImplicitLinkedHashMultiCollection",
            "Java",
            "KafkaThread",
            "LogContext",
            "LoggingSignalHandler",
            "OperatingSystem",
            "PrimitiveRef",
            "ProducerIdAndEpoch",
            "Sanitizer",
            "SecurityUtils",
            "Shell",
            "ThreadUtils");

    private final Path temp;

    GenerationsTest(@TempDir Path temp) {
        this.temp = temp;
    }

    /** Nothing but its name and a nested class. */
    private static String stub(String name) {
        return "public class " + name + " { public static class Nested {} }";
    }

    /** Classes {@code plugin.X} that use one moved class each, under the name that it has in a package. */
    private static PluginJar users(String prefix) {
        PluginJar users = new PluginJar();
        for (String name : MOVED) {
            users.and(prefix + name, stub(name)).without(prefix + name).without(prefix + name + "$Nested");
            users.and("plugin." + name, """
                    public class %1$s implements java.util.function.Supplier<Object> {
                        private %2$s[] held = {};
                        public Object get() { return given(held, %2$s.class); }
                        private static Object given(%2$s[] ignored, Object answer) { return answer; }
                    }
                    """.formatted(name, prefix + name));
        }
        return users;
    }

    private static PluginClassLoader loader(Path location, ClassLoader worker) throws IOException {
        return new PluginClassLoader(
                location.toString(), List.of(location.toUri().toURL()), new WorkerClassLoader(worker));
    }

    private static Object got(ClassLoader loader, String className) throws ReflectiveOperationException {
        return ((Supplier<?>) loader.loadClass(className).getConstructor().newInstance()).get();
    }

    private static boolean isHere(String className) {
        return GenerationsTest.class.getClassLoader().getResource(className.replace('.', '/') + ".class") != null;
    }

    /** The prefix under which the Kafka of these tests has what was moved. */
    private static String here() {
        return isHere(SINCE + "LogContext") ? SINCE : BEFORE;
    }

    private static String elsewhere() {
        return here().equals(SINCE) ? BEFORE : SINCE;
    }

    @Test
    void everyMovedClassIsTheWorkersUnderBothNames() throws Exception {
        for (String prefix : List.of(BEFORE, SINCE)) {
            Path location = users(prefix).folder(temp.resolve(prefix));
            PluginClassLoader loader = loader(location, GenerationsTest.class.getClassLoader());
            try (loader) {
                for (String name : MOVED) {
                    assertThat(got(loader, "plugin." + name)).isSameAs(Class.forName(here() + name));
                }
            }
        }
    }

    @Test
    void aWorkerOfEitherGenerationRunsBoth() throws Exception {
        Map<String, Path> locations = Map.of(
                BEFORE, users(BEFORE).folder(temp.resolve("old")),
                SINCE, users(SINCE).folder(temp.resolve("new")));
        for (String worker : List.of(BEFORE, SINCE)) {
            PluginJar kafka = new PluginJar();
            MOVED.forEach(name -> kafka.and(worker + name, stub(name)));
            OnlyThese classPath = new OnlyThese(kafka.folder(temp.resolve("kafka-" + worker)));
            try (classPath) {
                for (Path plugin : locations.values()) {
                    PluginClassLoader loader = loader(plugin, classPath);
                    try (loader) {
                        for (String name : MOVED) {
                            assertThat(got(loader, "plugin." + name)).isSameAs(classPath.loadClass(worker + name));
                        }
                    }
                }
            }
        }
    }

    @Test
    void whateverRefersToAMovedClassIsRewritten() throws Exception {
        String name = elsewhere() + "LogContext";
        Path location = PluginJar.of("plugin.Uses", """
                        import java.lang.annotation.*;
                        import java.util.*;
                        import java.util.function.*;
                        @Retention(RetentionPolicy.RUNTIME)
                        @interface Of { Class<?> value(); }
                        @Of(LogContext.class)
                        public class Uses implements Supplier<Object> {
                            record Named(LogContext context) {}
                            static class Own extends LogContext {
                                Own() { super("own"); }
                                @Override public String logPrefix() { return super.logPrefix() + "!"; }
                            }
                            List<? super LogContext> generic = new ArrayList<LogContext>();
                            public Object get() {
                                Function<String, LogContext> constructor = LogContext::new;
                                Function<LogContext, String> method = LogContext::logPrefix;
                                LogContext own = new Own();
                                Object array = new LogContext[1][1];
                                Supplier<LogContext> lambda = () -> (LogContext) (Object) own;
                                return method.apply(constructor.apply("a"))
                                        + lambda.get().logPrefix()
                                        + (array instanceof LogContext[][])
                                        + new Named(own).context().logPrefix();
                            }
                        }
                        """.replace("LogContext", name))
                .and(name, """
                        public class LogContext {
                            public LogContext(String prefix) {}
                            public String logPrefix() { return null; }
                        }
                        """)
                .without(name)
                .folder(temp.resolve("uses"));
        PluginClassLoader loader = loader(location, GenerationsTest.class.getClassLoader());
        try (loader) {
            assertThat(got(loader, "plugin.Uses")).isEqualTo("aown!trueown!");
            Class<?> uses = loader.loadClass("plugin.Uses");
            assertThat(uses.getAnnotations()[0].toString()).contains(here() + "LogContext");
            assertThat(uses.getDeclaredField("generic").getGenericType().toString())
                    .isEqualTo("java.util.List<? super " + here() + "LogContext>");
        }
    }

    @Test
    void nestedClassesWentWithTheirs() throws Exception {
        Path location = PluginJar.of(
                        "plugin.Nests",
                        "public class Nests implements java.util.function.Supplier<Object> { public Object get() {"
                                + " return %sPrimitiveRef.IntRef.class; } }".formatted(elsewhere()))
                .and(elsewhere() + "PrimitiveRef", "public class PrimitiveRef { public static class IntRef {} }")
                .without(elsewhere() + "PrimitiveRef")
                .without(elsewhere() + "PrimitiveRef$IntRef")
                .folder(temp.resolve("nests"));
        PluginClassLoader loader = loader(location, GenerationsTest.class.getClassLoader());
        try (loader) {
            assertThat(got(loader, "plugin.Nests")).isSameAs(Class.forName(here() + "PrimitiveRef$IntRef"));
        }
    }

    @Test
    void aMethodThatIsGoneIsOurs() throws Exception {
        Path location = PluginJar.of("plugin.Sets", """
                        import org.apache.kafka.common.utils.Utils;
                        public class Sets implements java.util.function.Supplier<Object> {
                            public Object get() {
                                java.util.function.Function<Integer[], java.util.Set<Integer>> reference = Utils::mkSet;
                                return java.util.List.of(
                                        Utils.mkSet("a", "b", "a"),
                                        reference.apply(new Integer[] {1, 1}),
                                        Utils.formatBytes(1024));
                            }
                        }
                        """)
                .and(BEFORE + "Utils", """
                        public final class Utils {
                            @SafeVarargs public static <T> java.util.Set<T> mkSet(T... elements) { return null; }
                            public static String formatBytes(long bytes) { return null; }
                        }
                        """)
                .without(BEFORE + "Utils")
                .folder(temp.resolve("sets"));
        PluginClassLoader loader = loader(location, GenerationsTest.class.getClassLoader());
        try (loader) {
            assertThat(got(loader, "plugin.Sets")).isEqualTo(List.of(Set.of("a", "b"), Set.of(1), "1 KB"));
        }
    }

    @Test
    void aClassThatIsGoneIsOurs() throws Exception {
        Path location = PluginJar.of("plugin.Groups", """
                        import org.apache.kafka.common.TopicPartition;
                        import org.apache.kafka.common.utils.CollectionUtils;
                        import java.util.*;
                        public class Groups implements java.util.function.Supplier<Object> {
                            public Object get() {
                                TopicPartition one = new TopicPartition("t", 1);
                                return List.of(
                                        CollectionUtils.subtractMap(Map.of("a", 1, "b", 2), Map.of("a", 3)),
                                        CollectionUtils.groupPartitionDataByTopic(Map.of(one, "x")),
                                        CollectionUtils.groupPartitionsByTopic(List.of(one)));
                            }
                        }
                        """).folder(temp.resolve("groups"));
        PluginClassLoader loader = loader(location, GenerationsTest.class.getClassLoader());
        try (loader) {
            assertThat(got(loader, "plugin.Groups"))
                    .isEqualTo(List.of(Map.of("b", 2), Map.of("t", Map.of(1, "x")), Map.of("t", List.of(1))));
        }
    }

    @Test
    void aClockThatPluginsMadeRuns() throws Exception {
        Path location = PluginJar.of("plugin.Clock", """
                        import org.apache.kafka.common.utils.*;
                        public class Clock implements java.util.function.Supplier<Object> {
                            private final Time time = new SystemTime();
                            public Object get() { return time.milliseconds(); }
                        }
                        """)
                .and(BEFORE + "SystemTime", """
                        public class SystemTime implements Time {
                            public long milliseconds() { return 0; }
                            public long nanoseconds() { return 0; }
                            public void sleep(long ms) {}
                            public void waitObject(Object on, java.util.function.Supplier<Boolean> until, long ms) {}
                        }
                        """)
                .without(BEFORE + "SystemTime")
                .folder(temp.resolve("clock"));
        PluginClassLoader loader = loader(location, GenerationsTest.class.getClassLoader());
        try (loader) {
            long before = System.currentTimeMillis();
            assertThat((Long) got(loader, "plugin.Clock")).isBetween(before, System.currentTimeMillis());
        }
    }

    @Test
    void aMethodOfAnObjectThatIsGoneIsOurs() throws Exception {
        String consumer = "org.apache.kafka.clients.consumer.Consumer";
        Path location = PluginJar.of("plugin.Polls", """
                        import org.apache.kafka.clients.consumer.*;
                        public class Polls implements java.util.function.Function<Object, Object> {
                            interface Poll { ConsumerRecords<?, ?> in(long ms); }
                            public Object apply(Object of) {
                                Consumer<?, ?> consumer = (Consumer<?, ?>) of;
                                Poll reference = consumer::poll;
                                return java.util.List.of(consumer.poll(0).count(), reference.in(0).count());
                            }
                        }
                        """)
                .and(consumer, """
                        public interface Consumer<K, V> { ConsumerRecords<K, V> poll(long ms); }
                        """)
                .without(consumer)
                .folder(temp.resolve("polls"));
        PluginClassLoader loader = loader(location, GenerationsTest.class.getClassLoader());
        try (loader;
                MockConsumer<String, String> mock = new MockConsumer<>("earliest")) {
            TopicPartition one = new TopicPartition("t", 0);
            mock.assign(List.of(one));
            mock.updateBeginningOffsets(Map.of(one, 0L));
            mock.addRecord(new ConsumerRecord<>("t", 0, 0, "k", "v"));
            @SuppressWarnings("unchecked")
            Function<Object, Object> polls = (Function<Object, Object>)
                    loader.loadClass("plugin.Polls").getConstructor().newInstance();
            assertThat(polls.apply(mock)).isEqualTo(List.of(1, 0));
        }
    }

    @Test
    void callbacksThatConnectCallsNoMoreAreHeard() throws Exception {
        String task = "org.apache.kafka.connect.source.SourceTask";
        Path location = PluginJar.of("plugin.Task", """
                        public class Task extends %s {
                            private Object committed = "nothing";
                            public String version() { return null; }
                            public void start(java.util.Map<String, String> config) {}
                            public java.util.List<org.apache.kafka.connect.source.SourceRecord> poll() { return null; }
                            public void stop() {}
                            public String toString() { return "committed " + committed; }
                            @Override public void commitRecord(org.apache.kafka.connect.source.SourceRecord record)
                                    throws InterruptedException {
                                super.commitRecord(record);
                                committed = record.topic();
                            }
                        }
                        """.formatted(task))
                .and(task, """
                        public abstract class SourceTask {
                            public void commitRecord(SourceRecord record) throws InterruptedException {}
                        }
                        """)
                .without(task)
                .folder(temp.resolve("task"));
        PluginClassLoader loader = loader(location, GenerationsTest.class.getClassLoader());
        try (loader) {
            SourceTask made = (SourceTask)
                    loader.loadClass("plugin.Task").getConstructor().newInstance();
            made.commitRecord(new SourceRecord(null, null, "topic", null, null), null);
            assertThat(made).hasToString("committed topic");
        }
    }

    @Test
    void reflectionFindsAMovedClassUnderTheOtherName() throws Exception {
        Path location = PluginJar.of(
                        "plugin.Asks",
                        "public class Asks implements java.util.function.Supplier<Object> { public Object get() {"
                                + " try { return Class.forName(\"%sAppInfoParser\").getMethod(\"getVersion\").invoke(null); }"
                                        .formatted(elsewhere())
                                + " catch (ReflectiveOperationException e) { return e; } } }")
                .folder(temp.resolve("asks"));
        PluginClassLoader loader = loader(location, GenerationsTest.class.getClassLoader());
        try (loader) {
            assertThat(got(loader, "plugin.Asks"))
                    .isEqualTo(Class.forName(here() + "AppInfoParser")
                            .getMethod("getVersion")
                            .invoke(null));
            for (String name : MOVED) {
                Class<?> original = Class.forName(here() + name);
                Class<?> standIn = Class.forName(elsewhere() + name, true, loader);
                assertThat(standIn.getName()).isEqualTo(elsewhere() + name);
                assertThat(standIn.isInterface()).isEqualTo(original.isInterface());
                if (!Modifier.isFinal(original.getModifiers())) {
                    assertThat(original).isAssignableFrom(standIn);
                    assertThat(standIn.getConstructors()).hasSameSizeAs(original.getConstructors());
                }
            }
            assertThat(Class.forName(elsewhere() + "ByteUtils", true, loader)
                            .getMethod("sizeOfVarint", int.class)
                            .invoke(null, 300))
                    .isEqualTo(2);
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> loader.loadClass(elsewhere() + "NoSuchThing"));
        }
    }

    @Test
    void anOldAndANewPluginRunInOneWorker() {
        for (String prefix : List.of(BEFORE, SINCE)) {
            String name = prefix.equals(BEFORE) ? "Old" : "New";
            String stub = prefix + "ByteUtils";
            PluginJar.connector("p." + name, stub + ".sizeOfVarint(300) + \".0\"", stub + ".class.getName()")
                    .and(stub, "public final class ByteUtils { public static int sizeOfVarint(int of) { return 0; } }")
                    .without(stub)
                    .jar(temp.resolve("plugins").resolve(name + ".jar"));
        }
        PluginSettings settings =
                new PluginSettings(List.of(temp.resolve("plugins")), List.of(), DiscoveryMode.ONLY_SCAN);
        try (Plugins plugins = Plugins.scan(settings)) {
            assertThat(plugins.broken()).isEmpty();
            for (String name : List.of("Old", "New")) {
                PluginDescriptor found = plugins.findConnector("p." + name);
                assertThat(found.version()).isEqualTo("2.0");
                assertThat(plugins.newInstance(found, SourceConnector.class)).hasToString(here() + "ByteUtils");
            }
        }
    }

    @Test
    void aRewrittenClassIsFromWhereTheOthersAre() throws Exception {
        Path jar = signedJar();
        PluginClassLoader loader = loader(jar, GenerationsTest.class.getClassLoader());
        try (loader) {
            Class<?> rewritten = loader.loadClass("plugin.Rewritten");
            Class<?> plain = loader.loadClass("plugin.Plain");
            assertThat(got(loader, "plugin.Rewritten")).isSameAs(Class.forName(here() + "Java"));
            assertThat(rewritten.getProtectionDomain()).isSameAs(plain.getProtectionDomain());
            assertThat(rewritten.getProtectionDomain().getCodeSource().getLocation())
                    .isEqualTo(jar.toUri().toURL());
            assertThat(rewritten.getSigners()).isNotEmpty().isEqualTo(plain.getSigners());
            assertThat(rewritten.getPackage().getImplementationVersion()).isEqualTo("7.5");
            try (URLClassLoader stock =
                    new URLClassLoader(new URL[] {jar.toUri().toURL()}, GenerationsTest.class.getClassLoader())) {
                Class<?> same = stock.loadClass("plugin.Plain");
                assertThat(plain.getProtectionDomain().getCodeSource())
                        .isEqualTo(same.getProtectionDomain().getCodeSource());
                assertThat(plain.getPackage()).hasToString(same.getPackage().toString());
                assertThat(plain.getSigners()).isEqualTo(same.getSigners());
            }
        }
    }

    @Test
    void nothingElseIsRewritten() throws IOException {
        Bridge bridge = Bridge.to(GenerationsTest.class.getClassLoader());
        for (Class<?> type : List.of(SourceConnector.class, GenerationsTest.class, PluginJar.class)) {
            assertThat(bridge.rewritten(code(type))).isNull();
        }
        byte[] damaged = ("\u00CA\u00FE " + BEFORE.replace('.', '/') + "Utils;").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(bridge.rewritten(damaged)).isNull();
    }

    private static byte[] code(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }

    /** A jar with a manifest and a signature, as some distributors ship theirs. */
    private Path signedJar() throws Exception {
        Path classes = PluginJar.of("plugin.Plain", "public class Plain {}")
                .and(
                        "plugin.Rewritten",
                        "public class Rewritten implements java.util.function.Supplier<Object> { public Object get() {"
                                + " return %sJava.class; } }".formatted(elsewhere()))
                .and(elsewhere() + "Java", "public final class Java {}")
                .without(elsewhere() + "Java")
                .folder(temp.resolve("classes"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "7.5");
        Path jar = temp.resolve("signed.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String name : List.of("plugin/Plain.class", "plugin/Rewritten.class")) {
                out.putNextEntry(new JarEntry(name));
                Files.copy(classes.resolve(name), out);
            }
        }
        String store = temp.resolve("keys.p12").toString();
        jdk(
                "keytool",
                "-genkeypair",
                "-alias",
                "maker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=maker",
                "-keystore",
                store,
                "-storepass",
                "signing");
        jdk("jarsigner", "-keystore", store, "-storepass", "signing", jar.toString(), "maker");
        return jar;
    }

    private void jdk(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(List.of(arguments));
        Path said = temp.resolve(tool + ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> tool + " said " + said).isZero();
    }

    /** A class path with these classes of Kafka's, and, of what was moved, no others. */
    private static final class OnlyThese extends URLClassLoader {

        private final ClassLoader rest = GenerationsTest.class.getClassLoader();

        OnlyThese(Path folder) throws IOException {
            super(new URL[] {folder.toUri().toURL()}, null);
        }

        private static boolean isMoved(String name) {
            String dotted = name.replace('/', '.');
            return MOVED.stream()
                    .anyMatch(moved -> dotted.startsWith(BEFORE + moved) || dotted.startsWith(SINCE + moved));
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            return isMoved(name) ? super.findClass(name) : rest.loadClass(name);
        }

        @Override
        public @Nullable URL findResource(String name) {
            return isMoved(name) ? super.findResource(name) : rest.getResource(name);
        }
    }
}
