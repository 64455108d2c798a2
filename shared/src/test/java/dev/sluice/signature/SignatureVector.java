package dev.sluice.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An input and how others sign it.
 *
 * @param svix what the official package signs, empty where it refuses the secret
 */
record SignatureVector(
        String name,
        Secret secret,
        String id,
        long timestamp,
        byte[] body,
        String opensend,
        Optional<String> svix,
        JsonNode json) {

    /** Our own, written by {@code src/test/parity/generate.mjs}. */
    static List<SignatureVector> ofParity() {
        try (var in = SignatureVector.class.getResourceAsStream("vectors.json")) {
            return read(new ObjectMapper().readTree(in), "opensend", "svix");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<SignatureVector> read(JsonNode vectors, String opensend, String svix) {
        List<SignatureVector> read = new ArrayList<>();
        for (JsonNode vector : vectors) {
            read.add(new SignatureVector(
                    vector.required("name").textValue(),
                    Secret.of(vector.required("secret").textValue()),
                    vector.required("id").textValue(),
                    Long.parseLong(vector.required("timestamp").asText()),
                    Utf8.encode(body(vector)),
                    vector.required(opensend).textValue(),
                    Optional.ofNullable(vector.required(svix).textValue()),
                    vector));
        }
        return read;
    }

    private static String body(JsonNode vector) {
        JsonNode repeat = vector.get("body_repeat");
        return repeat == null
                ? vector.required("body").textValue()
                : repeat.required("unit")
                        .textValue()
                        .repeat(repeat.required("count").intValue());
    }

    @Override
    public String toString() {
        return name;
    }
}
