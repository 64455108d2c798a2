package dev.sluice.emulators.ses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.emulators.disk.DurableDirectory;
import dev.sluice.emulators.http.LoopbackServer;
import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for SES v2 that accepts mail by {@code SendEmail}, keeps it and sends none. {@code GET /outbox} lists it as JSON.
 * It can be told to fail. Thread-safe.
 *
 * <p>Not there: identities, templates' contents, configuration sets, events of what was sent, credentials.
 */
public final class SesOutbox implements AutoCloseable {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String SUFFIX = ".json";

    /** "40 MB", base64-encoded, and what stands around it. */
    private static final int MAX_BODY_BYTES = 56 * 1024 * 1024;

    /** What happens to one request instead of an answer that says yes. */
    private sealed interface Mishap {

        record Refused(SesError error) implements Mishap {}

        record AnswerLost() implements Mishap {}
    }

    private final LoopbackServer server;
    private final @Nullable DurableDirectory directory;
    private final InstantSource clock;
    private final List<SentEmail> sent = new CopyOnWriteArrayList<>();
    private final Queue<Mishap> mishaps = new ConcurrentLinkedQueue<>();

    private SesOutbox(InetSocketAddress address, @Nullable DurableDirectory directory, InstantSource clock)
            throws IOException {
        this.directory = directory;
        this.clock = clock;
        if (directory != null) {
            sent.addAll(kept(directory));
        }
        this.server = LoopbackServer.start(
                address,
                MAX_BODY_BYTES,
                error(SesError.BAD_REQUEST, "Message length exceeds the limit."),
                this::answer);
    }

    /**
     * Starts an outbox that forgets everything when it stops.
     *
     * @param address its port may be 0 for any free one
     * @throws IOException if the address cannot be bound
     */
    public static SesOutbox start(InetSocketAddress address, InstantSource clock) throws IOException {
        return new SesOutbox(address, null, clock);
    }

    /**
     * Starts an outbox that answers once an email is on disk, with what an earlier one has kept there.
     *
     * @param directory made if it is missing
     */
    public static SesOutbox start(InetSocketAddress address, InstantSource clock, Path directory) throws IOException {
        return new SesOutbox(address, new DurableDirectory(directory), clock);
    }

    /** Where clients send. */
    public URI endpoint() {
        return server.uri();
    }

    /** All accepted emails, oldest first. */
    public List<SentEmail> sent() {
        return List.copyOf(sent);
    }

    /** Refuses the next so many requests, after those already asked for. */
    public void failNext(int requests, SesError error) {
        for (int i = 0; i < requests; i++) {
            mishaps.add(new Mishap.Refused(error));
        }
    }

    /** Accepts the next so many emails, but closes the connection instead of saying so. */
    public void loseNextAnswers(int requests) {
        for (int i = 0; i < requests; i++) {
            mishaps.add(new Mishap.AnswerLost());
        }
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.close();
    }

    private static List<SentEmail> kept(DurableDirectory directory) throws IOException {
        List<SentEmail> emails = new CopyOnWriteArrayList<>();
        for (Path file : directory.list(SUFFIX)) {
            try {
                emails.add(SentEmail.fromJson(JSON.readTree(Files.readAllBytes(file))));
            } catch (IOException | DateTimeException e) {
                throw new IOException("kept email cannot be read: " + file, e);
            }
        }
        emails.sort(Comparator.comparing(SentEmail::acceptedAt));
        return emails;
    }

    private Reply answer(Request request) throws IOException {
        return switch (request.method() + " " + request.path()) {
            case "POST /v2/email/outbound-emails" -> send(request.body());
            case "GET /outbox" -> {
                ArrayNode emails = JSON.createArrayNode();
                sent.forEach(email -> emails.add(email.toJson()));
                yield Reply.json(200, emails.toString());
            }
            default -> error(SesError.NOT_FOUND, "this SES stand-in only knows SendEmail");
        };
    }

    private Reply send(byte[] body) throws IOException {
        return switch (mishaps.poll()) {
            case Mishap.Refused(SesError error) -> error(error, error.message());
            case Mishap.AnswerLost() -> {
                var _ = accept(body);
                yield new Reply.HangUp();
            }
            case null -> accept(body);
        };
    }

    private Reply accept(byte[] body) throws IOException {
        JsonNode request;
        try {
            request = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return error(SesError.BAD_REQUEST, "the request is not JSON");
        }
        Optional<String> violation = SendEmailRules.violation(request);
        if (violation.isPresent()) {
            return error(SesError.BAD_REQUEST, violation.get());
        }
        Instant now = clock.instant();
        // SES's ids look like this: time, random, sequence.
        String messageId = String.format("0100%012x-%s-000000", now.toEpochMilli(), UUID.randomUUID());
        SentEmail email = new SentEmail(messageId, now, request);
        if (directory != null) {
            directory.put(messageId + SUFFIX, email.toJson().toString().getBytes(StandardCharsets.UTF_8));
        }
        sent.add(email);
        return Reply.json(
                200, JSON.createObjectNode().put("MessageId", messageId).toString());
    }

    private static Reply.Answer error(SesError error, String message) {
        return new Reply.Answer(
                error.status(),
                Map.of("Content-Type", List.of("application/json"), "x-amzn-ErrorType", List.of(error.code())),
                JSON.createObjectNode().put("message", message).toString().getBytes(StandardCharsets.UTF_8));
    }
}
