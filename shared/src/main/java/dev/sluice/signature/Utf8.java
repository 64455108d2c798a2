package dev.sluice.signature;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 as JavaScript's encoder writes it. Half a surrogate pair has no UTF-8 form: {@code String.getBytes} makes it {@code ?},
 * JavaScript makes it U+FFFD, and the signatures differ.
 */
public final class Utf8 {

    private static final byte[] REPLACEMENT_CHARACTER = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private Utf8() {}

    /** Whether every surrogate in the text has its other half. */
    public static boolean isWellFormed(String text) {
        return !hasSurrogate(text) || StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean hasSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The bytes, with U+FFFD for each lone surrogate.
     *
     * @see <a href="https://encoding.spec.whatwg.org/#utf-8-encoder">the Encoding Standard; Web IDL's USVString</a>
     */
    public static byte[] encode(String text) {
        if (!hasSurrogate(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(REPLACEMENT_CHARACTER);
        try {
            ByteBuffer encoded = encoder.encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("malformed input is replaced, never reported", e);
        }
    }
}
