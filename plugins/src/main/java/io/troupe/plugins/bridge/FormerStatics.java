package io.troupe.plugins.bridge;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Static methods that {@code org.apache.kafka.common.utils.Utils} had in some version from 2.0 on and has no more.
 * Plugins' calls of those end here, so their names, arguments and answers are what they were.
 */
public final class FormerStatics {

    private FormerStatics() {}

    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> Set<T> mkSet(T... elements) {
        return new HashSet<>(Arrays.asList(elements));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> List<T> mkList(T... elements) {
        return new ArrayList<>(Arrays.asList(elements));
    }

    public static <T> String join(T[] elements, String separator) {
        return join(Arrays.asList(elements), separator);
    }

    public static <T> String join(Collection<T> elements, String separator) {
        return elements.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    public static <T> String mkString(Stream<T> elements, String begin, String end, String separator) {
        return elements.map(String::valueOf).collect(Collectors.joining(separator, begin, end));
    }

    public static <T> List<T> safe(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    public static <T> T notNull(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked") // an iterator only gives
    public static <S> Iterator<S> covariantCast(Iterator<? extends S> iterator) {
        return (Iterator<S>) iterator;
    }

    public static <T> List<T> concatListsUnmodifiable(List<T> left, List<T> right) {
        return concatLists(left, right, Collections::unmodifiableList);
    }

    public static <T> List<T> concatLists(List<T> left, List<T> right, Function<List<T>, List<T>> finish) {
        List<T> both = new ArrayList<>(left);
        both.addAll(right);
        return finish.apply(both);
    }

    public static <K, V> Map<K, V> initializeMap(Collection<K> keys, Supplier<V> value) {
        Map<K, V> map = new HashMap<>();
        keys.forEach(key -> map.put(key, value.get()));
        return map;
    }

    public static <K1, V1, K2, V2> Map<K2, V2> transformMap(
            Map<? extends K1, ? extends V1> map, Function<K1, K2> newKey, Function<V1, V2> newValue) {
        Map<K2, V2> other = new HashMap<>();
        map.forEach((key, value) -> other.put(newKey.apply(key), newValue.apply(value)));
        return other;
    }

    public static int longHashcode(long value) {
        return Long.hashCode(value);
    }

    public static ClassLoader getKafkaClassLoader() {
        return Utils.class.getClassLoader();
    }

    public static void swallow(Logger log, String what, Runnable code) {
        try {
            code.run();
        } catch (RuntimeException failure) {
            log.warn("{} error", what, failure);
        }
    }

    public static String readFileAsString(String path, @Nullable Charset charset) throws IOException {
        return Files.readString(Path.of(path), charset == null ? Charset.defaultCharset() : charset);
    }

    public static void readFully(InputStream in, ByteBuffer into) throws IOException {
        int wanted = into.remaining();
        if (Utils.readFully(in, into) < wanted && into.hasRemaining()) {
            throw new EOFException("The input ended " + into.remaining() + " bytes too early");
        }
    }

    /** All of a folder but these files, and the folders that they are in. */
    public static void delete(File folder, List<File> kept) throws IOException {
        File[] files = folder.listFiles();
        if (files != null) {
            for (File file : files) {
                delete(file, kept);
            }
        }
        String[] left = folder.list();
        if (!kept.contains(folder) && (left == null || left.length == 0)) {
            Files.deleteIfExists(folder.toPath());
        }
    }
}
