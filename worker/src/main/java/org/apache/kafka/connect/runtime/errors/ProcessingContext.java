package org.apache.kafka.connect.runtime.errors;

/**
 * What a record was before it was converted and transformed. Debezium's JDBC sink asks it for the topic that a record
 * came from.
 */
public class ProcessingContext<T> {

    private final T original;

    public ProcessingContext(T original) {
        this.original = original;
    }

    public T original() {
        return original;
    }
}
