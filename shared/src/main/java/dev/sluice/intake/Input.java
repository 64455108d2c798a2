package dev.sluice.intake;

import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.TraceId;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One input, as it would be kept if it is rejected.
 *
 * @param app whose it is by its carrier alone, null if unknown
 * @param context what a replay has to know besides the bytes
 * @param trace by which what is written of it is found; null where nobody gave one
 * @param raw every byte as it came, asked for only if the input is kept
 */
public record Input(
        @Nullable AppId app,
        Door door,
        Map<String, String> context,
        @Nullable TraceId trace,
        Supplier<byte[]> raw,
        Instant receivedAt) {

    /** Copies the context. */
    public Input {
        context = Map.copyOf(context);
    }
}
