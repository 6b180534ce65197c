package io.troupe.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import org.jspecify.annotations.Nullable;

/** How JSON is read and written here; what is deeper or longer than any client of Connect needs is refused. */
final class Json {

    static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(1000)
                            .maxNameLength(10_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * What a request brings, in whatever encoding. What is no text is refused: it would be stored as something else.
     *
     * @throws io.troupe.cluster.RefusedException when it is no text
     */
    static <T> @Nullable T read(byte[] body, TypeReference<T> type) throws JsonProcessingException {
        try {
            return MAPPER.readValue(JsonText.decoded(body), type);
        } catch (JsonText.Unreadable e) {
            throw new Refusal(Reason.INVALID, "The request's body cannot be read as text: " + e.getMessage() + ".")
                    .asException();
        }
    }
}
