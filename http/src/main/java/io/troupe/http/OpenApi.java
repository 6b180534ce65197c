package io.troupe.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/** The description of this API that tools read. */
final class OpenApi {

    static final ByteString DOCUMENT = read();

    private OpenApi() {}

    private static ByteString read() {
        try (InputStream document =
                Objects.requireNonNull(OpenApi.class.getResourceAsStream("/openapi.json"), "openapi.json")) {
            return ByteString.fromArrayUnsafe(document.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
