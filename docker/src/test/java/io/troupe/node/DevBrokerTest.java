package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DevBrokerTest {
    private final Path folder;

    DevBrokerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void keepsTopicsAndRecordsOverARestartOnTheSamePort() throws Exception {
        Path data = folder.resolve("broker");
        int port;
        try (DevBroker broker = DevBroker.start(DevBrokerSettings.in(data))) {
            port = portOf(broker);
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(clientOf(broker), new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("greetings", "hello")).get(30, TimeUnit.SECONDS);
            }
        }
        try (DevBroker broker = DevBroker.start(DevBrokerSettings.in(data).withPort(port))) {
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            assertThat(firstRecordOf(broker, "greetings")).isEqualTo("hello");
        }
    }

    @Test
    void saysThatItsPortIsTaken() {
        try (DevBroker broker = DevBroker.start(DevBrokerSettings.in(folder.resolve("one")))) {
            int port = portOf(broker);
            assertThatThrownBy(() -> DevBroker.start(
                            DevBrokerSettings.in(folder.resolve("two")).withPort(port)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Port " + port + " of 127.0.0.1 is already in use");
        }
    }

    @Test
    void failsWithAnExceptionWhenItsDataIsInUse() {
        try (DevBroker broker = DevBroker.start(DevBrokerSettings.in(folder))) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
            assertThatThrownBy(() -> DevBroker.start(DevBrokerSettings.in(folder)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("did not start");
        }
    }

    private static int portOf(DevBroker broker) {
        return URI.create("kafka://" + broker.bootstrapServers()).getPort();
    }

    private static Map<String, Object> clientOf(DevBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static String firstRecordOf(DevBroker broker, String topic) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(clientOf(broker), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(30))) {
                return record.value();
            }
            return "";
        }
    }
}
