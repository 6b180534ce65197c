package io.troupe.plugins.bridge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The classes that Kafka 4.4 moved from {@code org.apache.kafka.common.utils} to a package of its internals. */
final class MovedClasses {

    private static final String BEFORE = "org/apache/kafka/common/utils/";
    private static final String SINCE = BEFORE + "internals/";

    /** Their simple names. Nested classes went with them. */
    static final List<String> NAMES = List.of(
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

    private MovedClasses() {}

    /**
     * What the worker has instead, by the name that it lacks: which of the two names that is, depends on the Kafka on its
     * class path. Names are those of class files, with slashes.
     */
    static Map<String, String> missingIn(ClassLoader worker) {
        Map<String, String> moved = new HashMap<>();
        for (String name : NAMES) {
            boolean before = has(worker, BEFORE + name);
            boolean since = has(worker, SINCE + name);
            if (since && !before) {
                moved.put(BEFORE + name, SINCE + name);
            } else if (before && !since) {
                moved.put(SINCE + name, BEFORE + name);
            }
        }
        return moved;
    }

    private static boolean has(ClassLoader worker, String name) {
        return worker.getResource(name + ".class") != null;
    }
}
