package dev.sluice.api;

import dev.sluice.signature.SecretSealer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Answers a few requests before the function's snapshot is taken (Lambda SnapStart), so that what they load and connect is in it. None
 * of them changes anything but that the first admin key is stored, and none seals or opens anything: a snapshot is a file, and many
 * containers are made of it.
 */
final class Priming implements Resource {

    private static final List<Request> HARMLESS = List.of(
            new Request("GET", "/readyz", "", Map.of(), Map.of(), null, false, Set.of()),
            new Request(
                    "GET",
                    "/v1/events",
                    "",
                    Map.of(),
                    Map.of("authorization", "Bearer nobody's"),
                    null,
                    false,
                    Set.of()));

    private final Router router;
    private final SecretSealer sealer;

    Priming(Router router, SecretSealer sealer) {
        this.router = router;
        this.sealer = sealer;
    }

    /** Asks to be called before a snapshot; where none is ever taken, nothing happens. */
    void register() {
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        for (Request request : HARMLESS) {
            try {
                router.answer(request);
            } catch (RuntimeException e) {
                // A refusal is what is expected. Anything else comes again when somebody asks, and is answered and
                // logged then.
            }
        }
        sealer.forget(); // there should be nothing to forget
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
