package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Sets a local system up through its own API, as any user would. */
final class AdminClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final String key;

    AdminClient(URI api, String key) {
        this.api = api;
        this.key = key;
    }

    /** The answer to a POST, which must be 201. */
    JsonNode create(String path, Map<String, ?> body) {
        HttpResponse<String> answer = send("POST", path, body);
        if (answer.statusCode() != 201) {
            throw unexpected("POST", path, answer);
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("POST " + path, e);
        }
    }

    /** Whether there is still something to change; then a PATCH, which must be answered 200. */
    boolean change(String path, Map<String, ?> body) {
        HttpResponse<String> answer = send("PATCH", path, body);
        return switch (answer.statusCode()) {
            case 200 -> true;
            case 404 -> false;
            default -> throw unexpected("PATCH", path, answer);
        };
    }

    private HttpResponse<String> send(String method, String path, Map<String, ?> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(api + path))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static IllegalStateException unexpected(String method, String path, HttpResponse<String> answer) {
        return new IllegalStateException(
                method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
