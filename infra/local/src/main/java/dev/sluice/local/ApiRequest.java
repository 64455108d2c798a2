package dev.sluice.local;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an API.
 *
 * @param query parameters, as they are
 * @param body fields of a JSON object; null for no body
 */
record ApiRequest(
        String method,
        String path,
        Map<String, String> query,
        @Nullable Map<String, Object> body) {

    /** Copies both maps. */
    ApiRequest {
        query = Map.copyOf(query);
        body = body == null ? null : Map.copyOf(body);
    }

    static ApiRequest get(String path) {
        return new ApiRequest("GET", path, Map.of(), null);
    }

    static ApiRequest post(String path) {
        return new ApiRequest("POST", path, Map.of(), null);
    }

    static ApiRequest delete(String path) {
        return new ApiRequest("DELETE", path, Map.of(), null);
    }

    /** This request with a parameter; as it is if the value is null. */
    ApiRequest asking(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new HashMap<>(query);
        more.put(name, value);
        return new ApiRequest(method, path, more, body);
    }

    /** This request with a field in its body; as it is if the value is null. */
    ApiRequest saying(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = body == null ? new HashMap<>() : new HashMap<>(body);
        more.put(name, value);
        return new ApiRequest(method, path, query, more);
    }
}
