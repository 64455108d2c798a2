package dev.sluice.emulators.receiver;

import dev.sluice.emulators.http.Request;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Which script holds for a request, and how far it has come. Thread-safe. */
final class Scripts {

    /** Stands for every path without a script of its own. */
    static final String ANY = "*";

    private record Running(Script script, AtomicInteger next) {

        Running(Script script) {
            this(script, new AtomicInteger());
        }

        Behaviour behaviour() {
            return script.behaviour(next.getAndUpdate(number -> Math.max(number, number + 1)));
        }
    }

    private final Map<String, Running> byPath = new ConcurrentHashMap<>();
    private final Map<String, Running> byTarget = new ConcurrentHashMap<>();

    void set(String path, Script script) {
        byPath.put(path, new Running(script));
    }

    void remove(String path) {
        byPath.remove(path);
    }

    /** The path's own script first, then what the query string says, then the script for any path. */
    Behaviour next(String path, String query) {
        Running own = byPath.get(path);
        if (own != null) {
            return own.behaviour();
        }
        try {
            Optional<Running> asked = asked(path, query);
            if (asked.isPresent()) {
                return asked.get().behaviour();
            }
        } catch (IllegalArgumentException e) {
            return Behaviour.status(400).content(new Content.Text(String.valueOf(e.getMessage())));
        }
        Running any = byPath.get(ANY);
        return any == null ? Behaviour.status(200) : any.behaviour();
    }

    private Optional<Running> asked(String path, String query) {
        String target = path + "?" + query;
        Running known = byTarget.get(target);
        if (known != null || query.isEmpty()) {
            return Optional.ofNullable(known);
        }
        // Queries without options are not remembered: there may be one for each request.
        return ScriptReader.fromQuery(Request.form(query))
                .map(script -> byTarget.computeIfAbsent(target, _ -> new Running(script)));
    }
}
