package dev.sluice.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One method on one kind of path.
 *
 * @param template segments of the path, of which one may be {@value #VARIABLE}
 * @param parameters those that it takes, where a key is asked for; without a key nobody minds more of them
 */
record Route(String method, List<String> template, Action action, Set<String> parameters) {

    private static final String VARIABLE = "{id}";

    /** What is done with a request. */
    @FunctionalInterface
    interface Action {
        /** @throws Refusal if it is not done */
        Answer answer(Request request);
    }

    /** @param template such as {@code /v1/endpoints/{id}} */
    static Route of(String method, String template, Action action) {
        return new Route(method, segments(template), action, Set.of("application"));
    }

    /** This route with parameters besides {@code application}. */
    Route taking(String... names) {
        return new Route(
                method,
                template,
                action,
                Stream.concat(parameters.stream(), Stream.of(names)).collect(Collectors.toUnmodifiableSet()));
    }

    /** The value of the path's variable, empty text where the template has none; nothing if the path is another's. */
    Optional<String> match(List<String> path) {
        if (path.size() != template.size()) {
            return Optional.empty();
        }
        String id = "";
        for (int i = 0; i < path.size(); i++) {
            if (template.get(i).equals(VARIABLE) && !path.get(i).isEmpty()) {
                id = path.get(i);
            } else if (!template.get(i).equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(id);
    }

    static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
