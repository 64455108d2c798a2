package dev.sluice.emulators.receiver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.emulators.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The receiver's remote control: {@code POST} and {@code DELETE /__script/PATH}, {@code GET} (with {@code ?path=} if need be) and
 * {@code DELETE /__received}. Not journaled.
 */
final class Control {

    private static final String SCRIPT = "/__script";
    private static final String RECEIVED = "/__received";

    private final Scripts scripts;
    private final Journal journal;

    Control(Scripts scripts, Journal journal) {
        this.scripts = scripts;
        this.journal = journal;
    }

    static boolean isControl(String path) {
        return path.equals(RECEIVED) || path.startsWith(SCRIPT + "/");
    }

    Behaviour answer(String method, String path, String query, byte[] body) {
        if (path.equals(RECEIVED)) {
            return switch (method) {
                case "GET" -> json(listing(query));
                case "DELETE" -> {
                    journal.clear();
                    yield Behaviour.status(204);
                }
                default -> Behaviour.status(405);
            };
        }
        String scripted = path.substring(SCRIPT.length());
        return switch (method) {
            case "POST", "PUT" -> script(scripted, new String(body, StandardCharsets.UTF_8));
            case "DELETE" -> {
                scripts.remove(name(scripted));
                yield Behaviour.status(204);
            }
            default -> Behaviour.status(405);
        };
    }

    private Behaviour script(String path, String json) {
        try {
            scripts.set(name(path), ScriptReader.fromJson(json));
            return Behaviour.status(204);
        } catch (IllegalArgumentException e) {
            return Behaviour.status(400).content(new Content.Text(e.getMessage() + "\n"));
        }
    }

    private static String name(String path) {
        return path.equals("/" + Scripts.ANY) ? Scripts.ANY : path;
    }

    private static Behaviour json(String text) {
        return Behaviour.status(200).header("Content-Type", "application/json").content(new Content.Text(text));
    }

    private String listing(String query) {
        Map<String, List<String>> parameters = Request.form(query);
        List<Received> requests = parameters.containsKey("path")
                ? journal.of(parameters.get("path").getFirst())
                : journal.all();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Received request : requests) {
            ObjectNode entry = list.addObject();
            entry.put("number", request.number());
            entry.put("connection", request.connection());
            entry.put("method", request.method());
            entry.put("path", request.path());
            entry.put("query", request.query());
            ArrayNode headers = entry.putArray("headers");
            request.headers()
                    .forEach(header -> headers.addArray().add(header.name()).add(header.value()));
            entry.put("body_base64", request.body());
            entry.put("arrived_at", request.at().toString());
            entry.put("arrived_nanos", request.nanos());
        }
        return list.toString();
    }
}
