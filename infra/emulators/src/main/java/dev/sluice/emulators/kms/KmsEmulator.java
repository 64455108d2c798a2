package dev.sluice.emulators.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.emulators.http.LoopbackServer;
import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for KMS that makes data keys and unwraps them ({@code GenerateDataKey}, {@code Decrypt}; AWS JSON 1.1), each bound to its
 * encryption context. Every ARN of a key is a key. It counts what it is asked, and fails as it is told. Thread-safe.
 *
 * <p>By HTTP: {@code GET /__calls} shows the counts, {@code POST /__failure} with {@code {"error","key"?}} has it fail, for one key or for
 * all, until {@code DELETE /__failure}; {@code "error":"none"} closes connections without an answer.
 *
 * <p>Not there: key policies, grants, aliases, every other operation, signatures of requests.
 */
public final class KmsEmulator implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final String SERVICE = "TrentService.";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final String NO_ANSWER = "none";
    private static final Pattern KEY_ARN = Pattern.compile("arn:aws:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+");

    private final LoopbackServer server;
    private final WrappingKeys keys;
    private final ConcurrentMap<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private volatile @Nullable Failure failure;

    /**
     * How it fails.
     *
     * @param error null for a connection that is closed
     * @param key its ARN, null for every key
     */
    private record Failure(
            @Nullable KmsError error, @Nullable String key) {

        boolean concerns(String arn) {
            return key == null || key.equals(arn);
        }

        Reply reply() {
            return error == null ? new Reply.HangUp() : KmsEmulator.reply(error, "as it was told to");
        }
    }

    private KmsEmulator(InetSocketAddress address, byte[] root) throws IOException {
        this.keys = new WrappingKeys(root);
        this.server = LoopbackServer.start(
                address, MAX_BODY_BYTES, reply(KmsError.VALIDATION, "the request is too large"), this::answer);
    }

    /**
     * Starts a KMS.
     *
     * @param address its port may be 0 for any free one
     * @param root 32 bytes that its keys are made of: with the same ones it unwraps what an earlier one wrapped
     * @throws IOException if the address cannot be bound
     */
    public static KmsEmulator start(InetSocketAddress address, byte[] root) throws IOException {
        return new KmsEmulator(address, root);
    }

    /** Where clients ask. */
    public URI endpoint() {
        return server.uri();
    }

    /** How often an operation was asked for, answered well or not. */
    public int calls(String operation) {
        AtomicInteger count = calls.get(operation);
        return count == null ? 0 : count.get();
    }

    /** Fails for every key from now on. */
    public void fail(KmsError error) {
        failure = new Failure(error, null);
    }

    /** Fails for one key from now on. */
    public void fail(KmsError error, String keyArn) {
        failure = new Failure(error, keyArn);
    }

    /** Closes connections without an answer from now on. */
    public void stopAnswering() {
        failure = new Failure(null, null);
    }

    /** Fails no more. */
    public void recover() {
        failure = null;
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.close();
    }

    private Reply answer(Request request) {
        return switch (request.method() + " " + request.path()) {
            case "POST /" -> operation(request);
            case "GET /__calls" -> Reply.json(200, counts());
            case "POST /__failure" -> told(request);
            case "DELETE /__failure" -> {
                recover();
                yield Reply.of(204, CONTENT_TYPE, "");
            }
            default -> Reply.of(404, "text/plain", "this KMS stand-in has no such path\n");
        };
    }

    private String counts() {
        ObjectNode counts = JsonNodeFactory.instance.objectNode();
        calls.forEach((operation, count) -> counts.put(operation, count.get()));
        return counts.toString();
    }

    private Reply told(Request request) {
        try {
            JsonNode body = JSON.readTree(request.body());
            String error = body.path("error").asText();
            failure = new Failure(
                    error.equals(NO_ANSWER) ? null : KmsError.ofCode(error),
                    body.path("key").textValue());
            return Reply.of(204, CONTENT_TYPE, "");
        } catch (IOException | IllegalArgumentException e) {
            return Reply.of(400, "text/plain", e.getMessage() + "\n");
        }
    }

    private Reply operation(Request request) {
        String target = Optional.ofNullable(request.header("x-amz-target")).orElse("");
        String operation = target.startsWith(SERVICE) ? target.substring(SERVICE.length()) : target;
        calls.computeIfAbsent(operation, _ -> new AtomicInteger()).incrementAndGet();
        try {
            JsonNode body = JSON.readTree(request.body());
            return switch (operation) {
                case "GenerateDataKey" -> generate(body);
                case "Decrypt" -> decrypt(body);
                default -> reply(KmsError.UNKNOWN_OPERATION, "this KMS stand-in does not know " + operation);
            };
        } catch (JsonProcessingException e) {
            return reply(KmsError.VALIDATION, "the body is no JSON");
        } catch (IOException e) {
            throw new IllegalStateException("bytes that were read already", e);
        }
    }

    private Reply generate(JsonNode body) {
        String arn = body.path("KeyId").asText();
        if (!body.path("KeySpec").asText().equals("AES_256")) {
            return reply(KmsError.VALIDATION, "KeySpec is not AES_256");
        }
        return refusal(arn).orElseGet(() -> {
            byte[] key = keys.newDataKey();
            byte[] blob = keys.wrap(arn, key, WrappingKeys.context(body.path("EncryptionContext")));
            return reply(Map.of("CiphertextBlob", base64(blob), "Plaintext", base64(key), "KeyId", arn));
        });
    }

    private Reply decrypt(JsonNode body) throws IOException {
        byte[] blob = body.path("CiphertextBlob").binaryValue();
        Optional<String> wrappedBy = blob == null ? Optional.empty() : WrappingKeys.wrappedBy(blob);
        if (blob == null || wrappedBy.isEmpty()) {
            return reply(KmsError.INVALID_CIPHERTEXT, "no key wrapped this");
        }
        String arn = body.path("KeyId").asText(wrappedBy.get());
        Optional<Reply> refusal = refusal(arn);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!arn.equals(wrappedBy.get())) {
            return reply(KmsError.INCORRECT_KEY, "another key wrapped this");
        }
        return keys.unwrap(arn, blob, WrappingKeys.context(body.path("EncryptionContext")))
                .map(key -> reply(Map.of("Plaintext", base64(key), "KeyId", arn)))
                .orElseGet(() ->
                        reply(KmsError.INVALID_CIPHERTEXT, "it was changed, or the encryption context is another"));
    }

    private Optional<Reply> refusal(String arn) {
        Failure told = failure;
        if (told != null && told.concerns(arn)) {
            return Optional.of(told.reply());
        }
        return KEY_ARN.matcher(arn).matches()
                ? Optional.empty()
                : Optional.of(reply(KmsError.NOT_FOUND, "there is no key " + arn));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Reply reply(Map<String, String> fields) {
        return Reply.of(200, CONTENT_TYPE, JSON.valueToTree(fields).toString());
    }

    private static Reply.Answer reply(KmsError error, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("__type", error.code()).put("message", message);
        return Reply.of(error.status(), CONTENT_TYPE, body.toString());
    }
}
