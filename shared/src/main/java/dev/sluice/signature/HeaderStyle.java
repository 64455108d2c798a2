package dev.sluice.signature;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Under which names the three headers are sent. */
public enum HeaderStyle {
    /** {@code svix-id, svix-timestamp, svix-signature}: what OpenSend's and Svix's receivers read. */
    SVIX("svix", "svix-"),
    /** {@code webhook-id, webhook-timestamp, webhook-signature}: the names of Standard Webhooks. */
    WEBHOOK("webhook", "webhook-"),
    /** Both sets, with the same values. */
    BOTH("both", "svix-", "webhook-");

    private final String code;
    private final List<String> prefixes;

    HeaderStyle(String code, String... prefixes) {
        this.code = code;
        this.prefixes = List.of(prefixes);
    }

    /** The stable code. */
    public String code() {
        return code;
    }

    /** The style with this code. */
    public static Optional<HeaderStyle> ofCode(String code) {
        return Arrays.stream(values()).filter(style -> style.code.equals(code)).findFirst();
    }

    /** Every code, for messages. */
    public static String codes() {
        return Arrays.stream(values()).map(HeaderStyle::code).collect(Collectors.joining(", "));
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
