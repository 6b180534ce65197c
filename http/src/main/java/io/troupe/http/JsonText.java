package io.troupe.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * JSON as it comes over a wire or out of a file: in UTF-8, UTF-16 or UTF-32, with or without a byte order mark, told
 * apart as Jackson's parser does. Unlike there, what is no character of its encoding is refused and not replaced.
 */
public final class JsonText {

    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");

    /** The one of UTF-16LE begins that of UTF-32LE. */
    private static final List<Mark> MARKS = List.of(
            Mark.of(UTF_32BE, 0, 0, 0xFE, 0xFF),
            Mark.of(UTF_32LE, 0xFF, 0xFE, 0, 0),
            Mark.of(StandardCharsets.UTF_16BE, 0xFE, 0xFF),
            Mark.of(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
            Mark.of(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF));

    private JsonText() {}

    private record Mark(Charset charset, ByteBuffer bytes) {

        static Mark of(Charset charset, int... values) {
            byte[] bytes = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                bytes[i] = (byte) values[i];
            }
            return new Mark(charset, ByteBuffer.wrap(bytes));
        }

        boolean begins(byte[] text) {
            int length = bytes.remaining();
            return text.length >= length && ByteBuffer.wrap(text, 0, length).equals(bytes);
        }
    }

    /** @throws Unreadable when the bytes are no text in their encoding */
    public static String decoded(byte[] bytes) throws Unreadable {
        for (Mark mark : MARKS) {
            if (mark.begins(bytes)) {
                return decoded(bytes, mark.bytes().remaining(), mark.charset());
            }
        }
        return decoded(bytes, 0, unmarked(bytes));
    }

    /** JSON begins with an ASCII character: where its zeros are says how wide characters are, and in which order. */
    private static Charset unmarked(byte[] bytes) {
        if (zero(bytes, 0)) {
            return zero(bytes, 1) && zero(bytes, 2) ? UTF_32BE : StandardCharsets.UTF_16BE;
        }
        if (zero(bytes, 1)) {
            return zero(bytes, 2) && zero(bytes, 3) ? UTF_32LE : StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean zero(byte[] bytes, int index) {
        return index < bytes.length && bytes[index] == 0;
    }

    private static String decoded(byte[] bytes, int from, Charset charset) throws Unreadable {
        CharsetDecoder strict = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (strict.decode(in, out, true).isError()) {
            throw new Unreadable("what begins at byte " + in.position() + " is not " + charset.name());
        }
        String text = out.flip().toString();
        if (halved(text)) {
            throw new Unreadable("it has half a surrogate pair, which is no character");
        }
        return text;
    }

    /** UTF-32 can write what no text can have. */
    private static boolean halved(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (Character.isHighSurrogate(each)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(each)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes are no text. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private Unreadable(String message) {
            super(message);
        }

        /** What is wrong with which of them. */
        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
