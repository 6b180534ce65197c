package org.apache.kafka.connect.runtime;

import org.apache.kafka.connect.errors.ConnectException;

/** A connector wants more tasks than it may have; its name is part of what clients read in the trace. */
public class TooManyTasksException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public TooManyTasksException(String connector, int tasks, int most) {
        super(("The connector %s has generated %d tasks, which is greater than %d, the maximum number of tasks it is"
                        + " configured to create. This behaviour should be considered a bug and is disallowed. If"
                        + " necessary, it can be permitted by reconfiguring the connector with 'tasks.max.enforce' set"
                        + " to false; however, this option will be removed in a future release of Kafka Connect.")
                .formatted(connector, tasks, most));
    }
}
