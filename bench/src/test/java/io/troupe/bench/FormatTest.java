package io.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static String stored(Format format) {
        SchemaAndValue specimen = format.payload().specimens().get(7);
        return new String(
                format.newConverter().fromConnectData("topic", specimen.schema(), specimen.value()),
                StandardCharsets.UTF_8);
    }

    @Test
    void bytesAreAHundred() {
        assertThat(stored(Format.BYTES)).hasSize(100).endsWith("1000007");
    }

    @Test
    void jsonHasFiveFields() {
        assertThat(stored(Format.JSON))
                .isEqualTo("{\"id\":1000007,\"name\":\"customer-1000007\",\"price\":0.07,\"flag\":false,"
                        + "\"text\":\"a few words, as they stand in most records\"}");
    }

    @Test
    void jsonWithSchemaHasTheSameFieldsAsPayload() {
        assertThat(stored(Format.JSON_SCHEMA))
                .startsWith("{\"schema\":{\"type\":\"struct\"")
                .endsWith("\"payload\":" + stored(Format.JSON) + "}");
    }

    @Test
    void transformsReadWhatJsonReads() {
        assertThat(Format.TRANSFORMS.stored()).isEqualTo(Format.JSON);
        assertThat(Format.TRANSFORMS.transformSettings()).containsEntry("transforms", "stamp,rename,mask");
        assertThat(Format.JSON.transformSettings()).isEmpty();
    }
}
