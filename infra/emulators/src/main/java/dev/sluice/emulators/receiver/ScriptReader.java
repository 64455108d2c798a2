package dev.sluice.emulators.receiver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Scripts as text, in JSON and in a URL's query string, with the same options:
 *
 * <pre>
 * status=500,500,200    one after another, the last for ever    header_bytes=100000    so many bytes of senseless headers
 * delay_ms=1500         before the answer                       interim=3              so many 100 Continue first
 * body=text             what is answered                        redirect=URL           302 (or the status given) to there
 * body_bytes=1000000    so many x instead                       retry_after=120        the header
 * bytes_per_second=10   how fast the body comes                 gzip_bomb_bytes=1e9    unpacks to so many zeros
 * endless=true          the body has no end                     fault=never_answer     one of {@link Fault}, in lower case
 * </pre>
 *
 * In JSON, {@code status} may be an array, and an array of objects is one script.
 */
final class ScriptReader {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private static final Set<String> OPTIONS = Set.of(
            "status",
            "delay_ms",
            "body",
            "body_bytes",
            "bytes_per_second",
            "endless",
            "header_bytes",
            "interim",
            "redirect",
            "retry_after",
            "gzip_bomb_bytes",
            "fault");

    private ScriptReader() {}

    /** @throws IllegalArgumentException naming the option that is wrong */
    static Script fromJson(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the script is not JSON: " + e.getOriginalMessage(), e);
        }
        List<Behaviour> behaviours = new ArrayList<>();
        for (JsonNode part : root.isArray() ? root : List.of(root)) {
            if (!part.isObject()) {
                throw new IllegalArgumentException("a behaviour is not a JSON object: " + part);
            }
            Map<String, String> options = new LinkedHashMap<>();
            part.properties().forEach(option -> options.put(option.getKey(), text(option.getValue())));
            behaviours.addAll(behaviours(options));
        }
        return new Script(behaviours);
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","))
                : value.asText();
    }

    /**
     * The script of a query string.
     *
     * @param query decoded; other people's parameters are passed over
     * @return empty if there is no option in it
     * @throws IllegalArgumentException naming the option that is wrong
     */
    static Optional<Script> fromQuery(Map<String, List<String>> query) {
        Map<String, String> options = new LinkedHashMap<>();
        query.forEach((name, values) -> {
            if (OPTIONS.contains(name)) {
                options.put(name, values.getFirst());
            }
        });
        return options.isEmpty() ? Optional.empty() : Optional.of(new Script(behaviours(options)));
    }

    private static List<Behaviour> behaviours(Map<String, String> options) {
        String statuses = options.getOrDefault("status", options.containsKey("redirect") ? "302" : "200");
        Behaviour common = Behaviour.status(200);
        for (Map.Entry<String, String> option : options.entrySet()) {
            try {
                common = with(common, option.getKey(), option.getValue());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(option.getKey() + " is wrong: " + option.getValue(), e);
            }
        }
        List<Behaviour> behaviours = new ArrayList<>();
        for (String status : Arrays.asList(statuses.split(",", -1))) {
            try {
                behaviours.add(common.withStatus(Integer.parseInt(status.strip())));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("status is wrong: " + statuses, e);
            }
        }
        return behaviours;
    }

    private static Behaviour with(Behaviour behaviour, String option, String value) {
        return switch (option) {
            case "status" -> behaviour;
            case "delay_ms" -> behaviour.delayed(Duration.ofMillis(Long.parseLong(value)));
            case "body" -> behaviour.content(new Content.Text(value));
            case "body_bytes" -> behaviour.content(new Content.Filler(Long.parseLong(value)));
            case "bytes_per_second" -> behaviour.dripping(Integer.parseInt(value));
            case "endless" -> Boolean.parseBoolean(value) ? behaviour.content(new Content.Endless()) : behaviour;
            case "header_bytes" -> behaviour.headerBytes(Integer.parseInt(value));
            case "interim" -> behaviour.interimAnswers(Integer.parseInt(value));
            case "redirect" -> behaviour.header("Location", value);
            case "retry_after" -> behaviour.header("Retry-After", value);
            case "gzip_bomb_bytes" -> behaviour.content(new Content.GzipBomb((long) Double.parseDouble(value)));
            case "fault" -> behaviour.failing(Fault.valueOf(value.toUpperCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException("no such option");
        };
    }
}
