package dev.sluice.emulators.receiver;

import dev.sluice.emulators.certificate.Identity;
import dev.sluice.emulators.certificate.TestAuthority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a client meets before the first request. */
public enum Tls {
    /** No TLS. */
    NONE,
    /** A valid certificate for localhost, 127.0.0.1 and ::1 by the receiver's own authority. */
    TRUSTED,
    /** A valid certificate by that authority for another name. */
    WRONG_NAME,
    /** As {@link #TRUSTED}, but over since yesterday. */
    EXPIRED,
    /** A certificate for the right names that nobody else vouches for. */
    SELF_SIGNED,
    /** The connection is accepted, and that is all. */
    SILENT;

    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "::1");

    Optional<Identity> identity(TestAuthority authority, Instant now) {
        return switch (this) {
            case NONE, SILENT -> Optional.empty();
            case TRUSTED -> Optional.of(authority.issue(NAMES));
            case WRONG_NAME -> Optional.of(authority.issue(List.of("elsewhere.example")));
            case EXPIRED -> Optional.of(authority.issueExpired(NAMES));
            case SELF_SIGNED -> Optional.of(TestAuthority.selfSigned(NAMES, now));
        };
    }
}
