package dev.sluice.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.event.json.Json;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** An answer as a client sees it. */
record Reply(int status, Map<String, String> headers, String text) {

    static Reply of(APIGatewayV2HTTPResponse response) {
        String body = response.getBody() == null ? "" : response.getBody();
        return new Reply(
                response.getStatusCode(),
                response.getHeaders(),
                response.getIsBase64Encoded() ? new String(Base64.getDecoder().decode(body), ISO_8859_1) : body);
    }

    /** Of an answer that is no text: a byte for each character. */
    byte[] bytes() {
        return text.getBytes(ISO_8859_1);
    }

    JsonNode json() {
        return Json.parse(text) instanceof Json.Parsed.Document(JsonNode root) ? root : MissingNode.getInstance();
    }

    /** A member of the answer as text. */
    String at(String name) {
        return json().path(name).asText();
    }

    /** A member of each row of {@code data}. */
    List<String> column(String name) {
        return column("data", name);
    }

    List<String> column(String list, String name) {
        return StreamSupport.stream(json().path(list).spliterator(), false)
                .map(row -> row.path(name).asText())
                .toList();
    }

    /** This reply, having this status. */
    Reply is(int expected) {
        assertThat(status).as(text).isEqualTo(expected);
        return this;
    }

    /** This reply, being a well-formed problem with this reason. */
    Reply isProblem(int expected, String reason) {
        is(expected);
        assertThat(headers).containsEntry("content-type", "application/problem+json");
        assertThat(at("reason")).isEqualTo(reason);
        assertThat(at("type")).isEqualTo("urn:sluice:problem:" + reason);
        assertThat(at("title")).isNotEmpty();
        assertThat(at("detail")).isNotEmpty();
        assertThat(json().path("status").asInt()).isEqualTo(expected);
        return this;
    }

    /** This reply, being a problem about this field, which its detail names too. */
    Reply isProblemOf(String field, int expected, String reason) {
        isProblem(expected, reason);
        assertThat(at("field")).isEqualTo(field);
        assertThat(at("detail")).contains(field);
        return this;
    }
}
