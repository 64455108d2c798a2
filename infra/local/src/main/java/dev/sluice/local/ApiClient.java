package dev.sluice.local;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
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

    /** The answer, which must be 200. */
    Answer ok(ApiRequest request) {
        return required(200, request);
    }

    /** @throws ApiRefusal if the answer has another status */
    Answer required(int status, ApiRequest request) {
        Answer answer = send(request);
        if (answer.status() != status) {
            throw new ApiRefusal(request, answer);
        }
        return answer;
    }

    /** What is asked for, if it is there. */
    Optional<JsonNode> find(ApiRequest request) {
        Answer answer = send(request);
        if (answer.status() != 200 && answer.status() != 404) {
            throw new ApiRefusal(request, answer);
        }
        return answer.status() == 404 ? Optional.empty() : Optional.of(answer.json());
    }

    /** Takes the answers to a request that is done page by page, each of which must be 200: on and on while one names a next. */
    void pages(ApiRequest request, Consumer<JsonNode> page) {
        String next = null;
        do {
            JsonNode answer = ok(request.asking("after", next)).json();
            page.accept(answer);
            next = answer.path("next").textValue();
        } while (next != null);
    }

    /** Takes the rows of a list, to its end. */
    void rows(ApiRequest list, Consumer<JsonNode> row) {
        pages(list, page -> page.path("data").forEach(row));
    }

    /** The answer to a POST, which must be 201. */
    JsonNode create(String path, Map<String, Object> body) {
        return required(201, new ApiRequest("POST", path, Map.of(), body)).json();
    }

    /** Whether there is still something to change; then a PATCH, which must be answered 200. */
    boolean change(String path, Map<String, Object> body) {
        return find(new ApiRequest("PATCH", path, Map.of(), body)).isPresent();
    }

    private Answer send(ApiRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create(base() + request.path() + query(request.query())))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key);
        Map<String, Object> body = request.body();
        if (body == null) {
            builder.method(request.method(), BodyPublishers.noBody());
        } else {
            builder.header("Content-Type", "application/json")
                    .method(request.method(), BodyPublishers.ofString(text(body)));
        }
        try {
            HttpResponse<byte[]> answer = http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    request.method() + " " + base() + request.path() + ": no answer; --url says where the API is", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String text(Map<String, Object> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what is to be sent is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private String base() {
        String text = api.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private String query(Map<String, String> query) {
        Map<String, String> all = new TreeMap<>(query);
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
