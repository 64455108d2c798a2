package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.emulators.receiver.Received;
import dev.sluice.emulators.receiver.Receiver;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningScheme;
import dev.sluice.signature.Verdict;
import dev.sluice.signature.Verifier;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The demo endpoint and its receiver, which answers 401 to what it cannot verify. */
final class Demo {

    static final String PATH = "/webhooks";

    private static final String ENDPOINT = "demo_endpoint";
    private static final String SECRET = "demo_secret";
    private static final int NOT_VERIFIED = 401;

    private final Keepsakes keepsakes;

    Demo(Keepsakes keepsakes) {
        this.keepsakes = keepsakes;
    }

    /** How the receiver decides: as it is scripted for what verifies, 401 for the rest. Other paths are not the demo's. */
    Receiver.Options receiving(Receiver.Options options) {
        return options.decision(this::decide);
    }

    /** Points the endpoint of an earlier run to where the receiver listens now, or makes one. */
    void setUp(ApiClient admin, String application, URI receiver) {
        String url = receiver + PATH;
        Optional<String> made =
                keepsakes.find(ENDPOINT).map(endpoint -> "/v1/endpoints/" + endpoint + "?application=" + application);
        if (made.isPresent() && admin.change(made.get(), Map.of("url", url))) {
            return;
        }
        JsonNode endpoint = admin.create(
                "/v1/endpoints?application=" + application, Map.of("url", url, "description", "the demo receiver"));
        keepsakes.put(SECRET, endpoint.path("secret").asText());
        keepsakes.put(ENDPOINT, endpoint.path("id").asText());
    }

    /** The endpoint, once it is made. */
    Optional<String> endpoint() {
        return keepsakes.find(ENDPOINT);
    }

    private OptionalInt decide(Received request) {
        if (!request.path().equals(PATH)) {
            return OptionalInt.empty();
        }
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.put(header.name(), header.value()));
        Verdict verdict = Verifier.verify(
                SigningScheme.SVIX,
                List.of(Secret.of(keepsakes.find(SECRET).orElse(""))),
                headers,
                request.body(),
                Verifier.DEFAULT_TOLERANCE,
                Instant.now());
        return verdict instanceof Verdict.Valid ? OptionalInt.empty() : OptionalInt.of(NOT_VERIFIED);
    }
}
