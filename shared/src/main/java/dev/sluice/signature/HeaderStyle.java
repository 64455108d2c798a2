package dev.sluice.signature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Under which names the three headers are sent. */
public enum HeaderStyle {
    /** {@code svix-id, svix-timestamp, svix-signature}: what OpenSend's and Svix's receivers read. */
    SVIX("svix-"),
    /** {@code webhook-id, webhook-timestamp, webhook-signature}: the names of Standard Webhooks. */
    WEBHOOK("webhook-"),
    /** Both sets, with the same values. */
    BOTH("svix-", "webhook-");

    private final List<String> prefixes;

    HeaderStyle(String... prefixes) {
        this.prefixes = List.of(prefixes);
    }

    Map<String, String> headers(String id, long timestamp, String signatures) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String prefix : prefixes) {
            headers.put(prefix + "id", id);
            headers.put(prefix + "timestamp", Long.toString(timestamp));
            headers.put(prefix + "signature", signatures);
        }
        return headers;
    }
}
