package dev.sluice.sns;

import java.util.Arrays;
import java.util.Optional;

/** The three messages that SNS posts. */
public enum SnsType {
    NOTIFICATION("Notification"),
    SUBSCRIPTION_CONFIRMATION("SubscriptionConfirmation"),
    UNSUBSCRIBE_CONFIRMATION("UnsubscribeConfirmation");

    private final String text;

    SnsType(String text) {
        this.text = text;
    }

    /** As SNS writes it, in the envelope and in {@code x-amz-sns-message-type}. */
    public String text() {
        return text;
    }

    static Optional<SnsType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }
}
