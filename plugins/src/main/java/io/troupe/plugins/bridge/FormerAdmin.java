package io.troupe.plugins.bridge;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;

/** Methods that admin clients and their answers had before Kafka 4. */
public final class FormerAdmin {

    private FormerAdmin() {}

    public static void close(Admin admin, long timeout, TimeUnit unit) {
        admin.close(Duration.ofMillis(unit.toMillis(timeout)));
    }

    public static KafkaFuture<Map<String, TopicDescription>> all(DescribeTopicsResult result) {
        return result.allTopicNames();
    }

    public static Map<String, KafkaFuture<TopicDescription>> values(DescribeTopicsResult result) {
        return result.topicNameValues();
    }

    public static Map<String, KafkaFuture<Void>> values(DeleteTopicsResult result) {
        return result.topicNameValues();
    }
}
