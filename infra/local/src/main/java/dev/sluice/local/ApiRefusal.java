package dev.sluice.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An API did not do what it was asked, and said why. */
final class ApiRefusal extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Not there, not possible as it stands, not allowed as it stands: whoever asks the same way later may be served. */
    private static final Set<Integer> OF_WHAT_WAS_NAMED = Set.of(404, 409, 422);

    private final int status;
    private final transient JsonNode problem;

    ApiRefusal(ApiRequest request, ApiClient.Answer answer) {
        this(request, answer.status(), new String(answer.bytes(), StandardCharsets.UTF_8));
    }

    private ApiRefusal(ApiRequest request, int status, String text) {
        this(request, status, text, parse(text));
    }

    private ApiRefusal(ApiRequest request, int status, String text, JsonNode problem) {
        super(
                problem.hasNonNull("reason")
                        ? sentence(status, problem)
                        : request.method() + " " + request.path() + " answered " + status + ": " + text);
        this.status = status;
        this.problem = problem;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.missingNode(); // of a proxy, or of another program at this address
        }
    }

    private static String sentence(int status, JsonNode problem) {
        return problem.path("detail").asText() + " ("
                + Stream.of(Integer.toString(status), text(problem, "reason"), text(problem, "detail_reason"))
                        .filter(code -> !code.isEmpty())
                        .collect(Collectors.joining(" "))
                + ")";
    }

    private static String text(JsonNode problem, String name) {
        return problem.path(name).asText("");
    }

    /** Whether it is about what was named, and not about who asked, how, or the API itself. */
    boolean isOfWhatWasNamed() {
        return OF_WHAT_WAS_NAMED.contains(status) && problem.hasNonNull("reason");
    }

    /** As a line of output: the narrowest code, and the API's own words. */
    ObjectNode line(String id) {
        String detailed = text(problem, "detail_reason");
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("reason", detailed.isEmpty() ? text(problem, "reason") : detailed)
                .put("message", text(problem, "detail"));
    }
}
