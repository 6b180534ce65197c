package io.troupe.http.extension;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What any of the extensions' loaders finds, in the order of the extensions: their code shares threads. */
final class ExtensionClasses extends ClassLoader {

    private final List<ClassLoader> extensions;

    ExtensionClasses(List<ClassLoader> extensions) {
        super(ExtensionClasses.class.getClassLoader());
        this.extensions = List.copyOf(extensions);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (ClassLoader extension : extensions) {
            try {
                return extension.loadClass(name);
            } catch (ClassNotFoundException notHere) {
                // another's, perhaps
            }
        }
        throw new ClassNotFoundException(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        for (ClassLoader extension : extensions) {
            URL found = extension.getResource(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        List<URL> found = new ArrayList<>();
        for (ClassLoader extension : extensions) {
            found.addAll(Collections.list(extension.getResources(name)));
        }
        return Collections.enumeration(found);
    }
}
