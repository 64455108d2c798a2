package dev.sluice.application;

import dev.sluice.event.AppId;
import java.time.Instant;

/**
 * A tenant: whoever's customers receive the webhooks.
 *
 * @param name for people, 1 to 128 characters
 */
public record Application(AppId id, String name, Instant createdAt) {

    private static final int LONGEST_NAME = 128;

    /** @throws IllegalArgumentException if the name is blank or too long */
    public Application {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("name has " + name.length() + " characters, not 1 to " + LONGEST_NAME);
        }
    }
}
