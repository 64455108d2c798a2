package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks an API as any user does. Its failures name the request and the answer's own words, never the key. */
final class ApiClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40); // API Gateway gives up after 30

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI api;
    private final String key;
    private final @Nullable String application;

    /** @param application whose rows are meant, null for the key's own or nobody's */
    ApiClient(URI api, String key, @Nullable String application) {
        this.api = api;
        this.key = key;
        this.application = application;
    }

    /** An answer with its status. */
    record Answer(int status, byte[] bytes) {

        JsonNode json() {
            try {
                return JSON.readTree(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("the answer is no JSON", e);
            }
        }
    }

    /**
     * The answer to a request, whatever it says.
     *
     * @param query values as they are; null ones are left out
     */
    Answer send(String method, String path, Map<String, ? extends @Nullable String> query) {
        return send(method, path, query, HttpRequest.newBuilder().method(method, BodyPublishers.noBody()));
    }

    /** The answer, which must be 200. */
    Answer ok(String method, String path, Map<String, ? extends @Nullable String> query) {
        return required(200, method, path, send(method, path, query));
    }

    /** The answer, which must be 200; nothing for 404. */
    Optional<Answer> found(String path, Map<String, ? extends @Nullable String> query) {
        return unlessMissing("GET", path, send("GET", path, query));
    }

    /** The answer to a POST, which must be 201. */
    JsonNode create(String path, Map<String, ?> body) {
        return required(201, "POST", path, sendJson("POST", path, body)).json();
    }

    /** Whether there is still something to change; then a PATCH, which must be answered 200. */
    boolean change(String path, Map<String, ?> body) {
        return unlessMissing("PATCH", path, sendJson("PATCH", path, body)).isPresent();
    }

    private Answer sendJson(String method, String path, Map<String, ?> body) {
        String json = JSON.valueToTree(body).toString();
        return send(
                method,
                path,
                Map.of(),
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json)));
    }

    private Answer send(
            String method, String path, Map<String, ? extends @Nullable String> query, HttpRequest.Builder request) {
        try {
            request.uri(URI.create(base() + path + query(query)))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + key);
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    method + " " + base() + path + ": no answer; --url says where the API is", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Optional<Answer> unlessMissing(String method, String path, Answer answer) {
        return answer.status() == 404 ? Optional.empty() : Optional.of(required(200, method, path, answer));
    }

    private static Answer required(int status, String method, String path, Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException(method + " " + path + " answered " + answer.status() + ": "
                    + new String(answer.bytes(), StandardCharsets.UTF_8));
        }
        return answer;
    }

    private String base() {
        String text = api.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private String query(Map<String, ? extends @Nullable String> query) {
        Map<String, String> all = new LinkedHashMap<>();
        query.forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        if (application != null) {
            all.put("application", application);
        }
        return all.isEmpty()
                ? ""
                : all.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
    }

    @Override
    public void close() {
        http.close();
    }
}
