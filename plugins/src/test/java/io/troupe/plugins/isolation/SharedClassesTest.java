package io.troupe.plugins.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedClassesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.String",
                "javax.net.ssl.SSLContext",
                "org.w3c.dom.Node",
                "org.slf4j.Logger",
                "org.apache.kafka.clients.producer.KafkaProducer",
                "org.apache.kafka.common.config.provider.ConfigProvider",
                "org.apache.kafka.connect.source.SourceTask",
                "org.apache.kafka.connect.storage.StringConverter",
                "org.apache.kafka.connect.transforms.Transformation",
                "org.apache.kafka.connect.transforms.predicates.Predicate",
                "org.apache.kafka.connect.runtime.ConnectorConfig",
                "org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy",
                "org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest",
                "org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest$ClientType",
            })
    void comesFromTheWorker(String className) {
        assertThat(SharedClasses.contains(className)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javax.inject.Inject",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "org.apache.kafka.common.config.provider.FileConfigProvider",
                "org.apache.kafka.connect.file.FileStreamSourceTask",
                "org.apache.kafka.connect.json.JsonConverter",
                "org.apache.kafka.connect.mirror.MirrorSourceConnector",
                "org.apache.kafka.connect.converters.LongConverter",
                "org.apache.kafka.connect.connector.policy.NoneConnectorClientConfigOverridePolicy",
                "org.apache.kafka.connect.transforms.Cast$Value",
                "org.apache.kafka.connect.transforms.util.Requirements",
                "org.apache.kafka.connect.transforms.predicates.HasHeaderKey",
            })
    void maybeThePluginsOwn(String className) {
        assertThat(SharedClasses.contains(className)).isFalse();
    }
}
