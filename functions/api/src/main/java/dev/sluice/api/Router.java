package dev.sluice.api;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the route of a request. */
final class Router {

    private final List<Route> routes;

    /** @param routes no two of the same method and path */
    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /**
     * Answers a request by its route.
     *
     * @throws Refusal if no route has its path, or none its method
     */
    Answer answer(Request request) {
        List<String> path = Route.segments(request.path());
        SortedSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<String> id = route.match(path);
            if (id.isEmpty()) {
                continue;
            }
            if (route.method().equals(request.method())) {
                return route.action().answer(request.on(route, id.get()));
            }
            allowed.add(route.method());
        }
        if (allowed.isEmpty()) {
            throw Refusal.of(Reason.NOT_FOUND, "there is no such path");
        }
        String methods = String.join(", ", allowed);
        throw new Refusal(new Problem(Reason.METHOD_NOT_ALLOWED, "this path takes " + methods)
                .header("allow", methods)); // RFC 9110, section 15.5.6: must be there
    }
}
