package io.troupe.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles small plugins and packs them as a jar or a folder of class files, as an installed plugin would be. */
final class PluginJar {

    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, String> services = new TreeMap<>();
    private final List<String> leftOut = new ArrayList<>();

    static PluginJar of(String className, String source) {
        return new PluginJar().and(className, source);
    }

    /** A source connector whose {@code toString} is the given expression. */
    static PluginJar connector(String className, String version, String toStringExpression) {
        return of(className, """
                public class %s extends org.apache.kafka.connect.source.SourceConnector {
                    public String version() { return %s; }
                    public void start(java.util.Map<String, String> config) {}
                    public Class<? extends org.apache.kafka.connect.connector.Task> taskClass() { return null; }
                    public java.util.List<java.util.Map<String, String>> taskConfigs(int max) { return null; }
                    public void stop() {}
                    public org.apache.kafka.common.config.ConfigDef config() { return null; }
                    public String toString() { return String.valueOf(%s); }
                }
                """.formatted(simpleName(className), version, toStringExpression));
    }

    /** A predicate: the plugin with the least to write, with a body of one's own. */
    static PluginJar predicate(String className, String body) {
        return of(className, predicateSource(className, "public class", body));
    }

    static String predicateSource(String className, String kind, String body) {
        return """
                %s %s implements
                        org.apache.kafka.connect.transforms.predicates.Predicate<org.apache.kafka.connect.source.SourceRecord>,
                        org.apache.kafka.connect.components.Versioned {
                    public org.apache.kafka.common.config.ConfigDef config() { return null; }
                    public boolean test(org.apache.kafka.connect.source.SourceRecord record) { return true; }
                    public void configure(java.util.Map<String, ?> config) {}
                    public void close() {}
                    public String version() { return "1.0"; }
                    %s
                }
                """.formatted(kind, simpleName(className), body);
    }

    /** Adds a class; the package statement is put before the source. */
    PluginJar and(String className, String source) {
        int dot = className.lastIndexOf('.');
        sources.put(className, "package " + className.substring(0, dot) + ";\n" + source);
        return this;
    }

    PluginJar declaring(Class<?> service, String classNames) {
        services.put("META-INF/services/" + service.getName(), classNames);
        return this;
    }

    /** Leaves a class out of the jar that the others were compiled against. */
    PluginJar without(String className) {
        leftOut.add(className.replace('.', '/') + ".class");
        return this;
    }

    /** Writes the jar, making its folder. */
    Path jar(Path jar) {
        try {
            Files.createDirectories(jar.resolveSibling(""));
            // Beside nothing that is scanned: a folder of class files would be a plugin of its own.
            Path classes = folder(Files.createTempDirectory("troupe-plugin-classes-"));
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                    Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    out.putNextEntry(
                            new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, out);
                }
            }
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            return jar;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes class files and declarations into a folder. */
    Path folder(Path classes) {
        try {
            Files.createDirectories(classes);
            compile(classes);
            for (String name : leftOut) {
                Files.delete(classes.resolve(name));
            }
            for (Map.Entry<String, String> service : services.entrySet()) {
                Path file = classes.resolve(service.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, service.getValue());
            }
            return classes;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void compile(Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Source> units = sources.entrySet().stream()
                .map(source -> new Source(source.getKey(), source.getValue()))
                .toList();
        List<String> options = List.of("-proc:none", "-d", classes.toString());
        boolean compiled =
                compiler.getTask(null, null, null, options, null, units).call();
        assertThat(compiled).as("compiled %s", sources.keySet()).isTrue();
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public OutputStream openOutputStream() {
            throw new UnsupportedOperationException("Sources are read only");
        }
    }
}
