package dev.sluice.delivery;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.endpoint.Payload;
import dev.sluice.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What a receiver gets: {@code {"id","type","created_at","data"}}, the same bytes on every attempt and replay. The data are the stored
 * characters; nothing is serialized anew. Thin, they are {@code {"event":"evt_…"}}.
 */
public final class WebhookBody {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private WebhookBody() {}

    /** The bytes, UTF-8. */
    public static byte[] of(MessageId id, Event event, Payload payload) {
        String data = switch (payload) {
            case STANDARD -> event.data();
            case THIN -> "{\"event\":\"" + event.id() + "\"}";
        };
        String type = new String(JsonStringEncoder.getInstance().quoteAsString(event.type()));
        String body = "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"created_at\":\"" + time(event.createdAt())
                + "\",\"data\":" + data + "}";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** A time as every text of ours has it: ISO 8601 with milliseconds and {@code Z}. */
    public static String time(Instant instant) {
        return MILLIS.format(instant);
    }
}
