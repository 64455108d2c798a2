package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base() + path + query(query)))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + key)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    method + " " + base() + path + ": no answer; --url says where the API is", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The answer, which must be 200. */
    Answer ok(String method, String path, Map<String, ? extends @Nullable String> query) {
        return required(method, path, send(method, path, query));
    }

    /** The answer, which must be 200; nothing for 404. */
    Optional<Answer> found(String path, Map<String, ? extends @Nullable String> query) {
        Answer answer = send("GET", path, query);
        return answer.status() == 404 ? Optional.empty() : Optional.of(required("GET", path, answer));
    }

    private static Answer required(String method, String path, Answer answer) {
        if (answer.status() != 200) {
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
