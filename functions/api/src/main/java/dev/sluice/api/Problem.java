package dev.sluice.api;

import dev.sluice.event.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not done, as RFC 9457 writes it.
 *
 * @param detail for people: names the field and what is wrong, never a secret
 * @param field the field, parameter or header it is about, null where it is none
 * @param detailReason the code of the rule behind the reason, null where there is none
 * @param requestId to find the log line by, null where there is none
 * @param headers the answer's further headers
 */
record Problem(
        Reason reason,
        String detail,
        @Nullable String field,
        @Nullable String detailReason,
        @Nullable String requestId,
        Map<String, String> headers) {

    private static final String TYPE = "urn:sluice:problem:";

    /** Copies the headers. */
    Problem {
        headers = Map.copyOf(headers);
    }

    Problem(Reason reason, String detail) {
        this(reason, detail, null, null, null, Map.of());
    }

    /** This problem about a field. */
    Problem field(String name) {
        return new Problem(reason, detail, name, detailReason, requestId, headers);
    }

    /** This problem with the code of the rule behind it. */
    Problem detailReason(String code) {
        return new Problem(reason, detail, field, code, requestId, headers);
    }

    /** This problem with the id of the request. */
    Problem requestId(String id) {
        return new Problem(reason, detail, field, detailReason, id, headers);
    }

    /** This problem with a header on its answer. */
    Problem header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(reason, detail, field, detailReason, requestId, more);
    }

    /** The answer that tells it. */
    Answer answer() {
        String body = Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("type", TYPE + reason.code());
            out.writeStringField("title", reason.title());
            out.writeNumberField("status", reason.status());
            out.writeStringField("detail", detail);
            out.writeStringField("reason", reason.code());
            if (field != null) {
                out.writeStringField("field", field);
            }
            if (detailReason != null) {
                out.writeStringField("detail_reason", detailReason);
            }
            if (requestId != null) {
                out.writeStringField("request_id", requestId);
            }
            out.writeEndObject();
        });
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-type", "application/problem+json");
        return new Answer(reason.status(), all, body);
    }
}
