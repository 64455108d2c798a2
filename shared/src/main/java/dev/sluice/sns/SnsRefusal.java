package dev.sluice.sns;

import org.jspecify.annotations.Nullable;

/**
 * Why a message is refused.
 *
 * @param field the envelope's field it is about, null where it is none
 * @param message for people; begins with the field's name, and repeats neither token nor signature
 */
public record SnsRefusal(SnsReason reason, @Nullable String field, String message) {}
