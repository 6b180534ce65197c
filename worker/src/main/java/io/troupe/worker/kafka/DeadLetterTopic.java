package io.troupe.worker.kafka;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.connect.errors.ConnectException;

/** The topic of a dead letter queue, made when a task starts and it is not there. */
public final class DeadLetterTopic {

    private static final int PARTITIONS = 1;

    private DeadLetterTopic() {}

    /** @throws ConnectException when it is not there and cannot be made */
    public static void ensure(Admin admin, String topic, short replicas) {
        try {
            if (!admin.listTopics().names().get().contains(topic)) {
                admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, replicas)))
                        .all()
                        .get();
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new ConnectException("Could not initialize dead letter queue with topic=" + topic, e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while the dead letter queue was made ready", e);
        }
    }
}
