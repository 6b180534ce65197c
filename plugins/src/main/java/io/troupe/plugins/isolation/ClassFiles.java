package io.troupe.plugins.isolation;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** The class files of one location with what their loader has to know of them, which a URLClassLoader keeps to itself. */
final class ClassFiles implements Closeable {

    private final List<URL> folders;
    private final Map<String, OpenJar> jars = new HashMap<>();
    private boolean closed;

    ClassFiles(List<URL> classPath) {
        folders = classPath.stream().filter(url -> url.getPath().endsWith("/")).toList();
    }

    private record OpenJar(URL url, JarFile file, @Nullable Manifest manifest) {}

    /** What a class file consists of, and where it is from; the manifest is that of its jar. */
    static final class ClassFile {

        final byte[] code;
        final CodeSource source;
        final @Nullable Manifest manifest;

        private ClassFile(byte[] code, CodeSource source, @Nullable Manifest manifest) {
            this.code = code;
            this.source = source;
            this.manifest = manifest;
        }
    }

    /** Reads a file that this location's loader found under this name. */
    ClassFile read(URL found, String name) throws IOException {
        if (found.getProtocol().equals("jar")) {
            String file = found.getPath(); // file:/of/the.jar!/and/of/the.class
            OpenJar jar = open(file.substring(0, file.lastIndexOf("!/")));
            return inJar(jar, name);
        }
        for (URL folder : folders) {
            if (found.getPath().startsWith(folder.getPath())) {
                byte[] code = Files.readAllBytes(path(found));
                return new ClassFile(code, new CodeSource(folder, (CodeSigner[]) null), null);
            }
        }
        throw new IOException(found + " is in no folder of the location");
    }

    private static ClassFile inJar(OpenJar jar, String name) throws IOException {
        JarEntry entry = jar.file().getJarEntry(name);
        if (entry == null) {
            throw new IOException(name + " is not in " + jar.url());
        }
        try (InputStream in = jar.file().getInputStream(entry)) {
            byte[] code = in.readAllBytes();
            return new ClassFile(code, new CodeSource(jar.url(), entry.getCodeSigners()), jar.manifest());
        }
    }

    private synchronized OpenJar open(String url) throws IOException {
        if (closed) {
            throw new IOException("The location is closed");
        }
        OpenJar jar = jars.get(url);
        if (jar == null) {
            URL parsed = new URL(url);
            JarFile file = new JarFile(path(parsed).toFile(), true, JarFile.OPEN_READ, JarFile.runtimeVersion());
            jar = new OpenJar(parsed, file, file.getManifest());
            jars.put(url, jar);
        }
        return jar;
    }

    private static Path path(URL url) throws IOException {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException malformed) {
            throw new IOException(malformed);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (OpenJar jar : jars.values()) {
            jar.file().close();
        }
        jars.clear();
    }
}
