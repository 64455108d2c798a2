package dev.sluice.local;

import com.svix.Webhook;
import com.svix.exceptions.EmptyWebhookSecretException;
import com.svix.exceptions.WebhookVerificationException;
import dev.sluice.emulators.receiver.Received;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a receiver got, by {@code svix-id}. */
record Webhooks(Map<String, List<Received>> byId) {

    static Webhooks of(List<Received> received) {
        return new Webhooks(received.stream()
                .collect(Collectors.groupingBy(
                        request -> request.header("svix-id").orElse("none"), TreeMap::new, Collectors.toList())));
    }

    Set<String> ids() {
        return byId.keySet();
    }

    /** How many came beyond the first of their id. */
    int duplicates() {
        return byId.values().stream().mapToInt(same -> same.size() - 1).sum();
    }

    /** How many ids came more than once. */
    long repeated() {
        return byId.values().stream().filter(same -> same.size() > 1).count();
    }

    /** Ids under which not always the same bytes came to the same place. */
    List<String> unequal() {
        return byId.entrySet().stream()
                .filter(same -> same.getValue().stream()
                        .anyMatch(request -> !isRepeat(same.getValue().getFirst(), request)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isRepeat(Received first, Received later) {
        return first.path().equals(later.path()) && Arrays.equals(first.body(), later.body());
    }

    /** How many the official library does not verify. */
    long unverified(String secret) throws EmptyWebhookSecretException {
        Webhook verifier = new Webhook(secret);
        return byId.values().stream()
                .flatMap(List::stream)
                .filter(request -> !isVerified(verifier, request))
                .count();
    }

    private static boolean isVerified(Webhook verifier, Received request) {
        HttpHeaders headers = HttpHeaders.of(
                request.headers().stream()
                        .collect(Collectors.groupingBy(
                                Received.Header::name,
                                Collectors.mapping(Received.Header::value, Collectors.toList()))),
                (_, _) -> true);
        try {
            verifier.verify(request.text(), headers);
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }
}
