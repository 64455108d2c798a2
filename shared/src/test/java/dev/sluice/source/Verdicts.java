package dev.sluice.source;

import dev.sluice.source.SignatureVerdict.Genuine;
import dev.sluice.source.SignatureVerdict.Refused;
import org.jspecify.annotations.Nullable;

/** What tests ask of verdicts. */
final class Verdicts {

    private Verdicts() {}

    /** Null for what is genuine. */
    static @Nullable String reason(SignatureVerdict verdict) {
        return switch (verdict) {
            case Genuine _ -> null;
            case Refused(String reason, String _) -> reason;
        };
    }
}
