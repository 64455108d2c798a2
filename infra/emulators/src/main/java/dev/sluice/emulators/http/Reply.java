package dev.sluice.emulators.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a {@link LoopbackServer} does at the end of a request. */
public sealed interface Reply {

    /** Answers. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
    record Answer(int status, Map<String, List<String>> headers, byte[] body) implements Reply {}

    /** Closes the connection without a word: the client cannot know what became of its request. */
    record HangUp() implements Reply {}

    /** An answer of one content type. */
    static Answer of(int status, String contentType, String body) {
        return new Answer(status, Map.of("Content-Type", List.of(contentType)), body.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer in JSON. */
    static Answer json(int status, String body) {
        return of(status, "application/json", body);
    }
}
