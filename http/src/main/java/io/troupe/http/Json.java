package io.troupe.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import java.util.regex.Pattern;
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

    private static final Pattern ESCAPED_SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]");

    private Json() {}

    /**
     * What a request brings, in whatever encoding. What is no text is refused: it would be stored as something else.
     *
     * @throws io.troupe.cluster.RefusedException when it is no text
     */
    static <T> @Nullable T read(byte[] body, TypeReference<T> type) throws JsonProcessingException {
        String text;
        try {
            text = JsonText.decoded(body);
        } catch (JsonText.Unreadable e) {
            throw unreadable(e.getMessage());
        }
        if (ESCAPED_SURROGATE.matcher(text).find() && halved(MAPPER.readTree(text))) {
            throw unreadable("it has half a surrogate pair, which is no character");
        }
        return MAPPER.readValue(text, type);
    }

    private static boolean halved(JsonNode json) {
        if (json.isTextual()) {
            return JsonText.halved(json.textValue());
        }
        for (var field : json.properties()) {
            if (JsonText.halved(field.getKey())) {
                return true;
            }
        }
        for (JsonNode each : json) {
            if (halved(each)) {
                return true;
            }
        }
        return false;
    }

    private static RuntimeException unreadable(String fault) {
        return new Refusal(Reason.INVALID, "The request's body cannot be read as text: " + fault + ".").asException();
    }
}
