package io.troupe.persistence;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.TreeMap;
import scala.collection.immutable.TreeMap$;
import scala.math.Ordering$;

/**
 * An immutable map in the order of its keys. One with a few changes shares all the rest with the one before, so that a
 * state of many entries can change often: it takes as long as the changes are many.
 */
public final class SharedMap<K extends Comparable<? super K>, V> extends AbstractMap<K, V> {

    private final TreeMap<K, V> entries;

    private SharedMap(TreeMap<K, V> entries) {
        this.entries = entries;
    }

    /** With the same entries; a map that is one already is not copied. */
    public static <K extends Comparable<? super K>, V> SharedMap<K, V> of(Map<K, V> map) {
        if (map instanceof SharedMap<K, V> shared) {
            return shared;
        }
        TreeMap<K, V> entries =
                TreeMap$.MODULE$.empty(Ordering$.MODULE$.comparatorToOrdering(Comparator.<K>naturalOrder()));
        for (Map.Entry<K, V> each : map.entrySet()) {
            entries = entries.updated(each.getKey(), each.getValue());
        }
        return new SharedMap<>(entries);
    }

    public SharedMap<K, V> with(K key, V value) {
        return new SharedMap<>(entries.updated(key, value));
    }

    /** @param changes null takes an entry away */
    public SharedMap<K, V> with(Map<K, @Nullable V> changes) {
        TreeMap<K, V> changed = entries;
        for (Map.Entry<K, @Nullable V> each : changes.entrySet()) {
            V value = each.getValue();
            changed = value == null ? changed.removed(each.getKey()) : changed.updated(each.getKey(), value);
        }
        return new SharedMap<>(changed);
    }

    /** The entries whose keys come after this one, in their order; null for all. */
    public Iterable<Map.Entry<K, V>> after(@Nullable K key) {
        return () -> {
            Iterator<Map.Entry<K, V>> rest = iterator(key == null ? entries.iterator() : entries.iteratorFrom(key));
            if (key != null && entries.contains(key)) {
                rest.next();
            }
            return rest;
        };
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V get(@Nullable Object key) {
        Option<V> found = entries.get((K) key);
        return found.isEmpty() ? null : found.get();
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean containsKey(@Nullable Object key) {
        return entries.contains((K) key);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return SharedMap.iterator(entries.iterator());
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }

    private static <K, V> Iterator<Map.Entry<K, V>> iterator(scala.collection.Iterator<Tuple2<K, V>> pairs) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pairs.hasNext();
            }

            @Override
            public Map.Entry<K, V> next() {
                Tuple2<K, V> pair = pairs.next();
                return Map.entry(pair._1(), pair._2());
            }
        };
    }
}
