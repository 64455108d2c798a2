package dev.sluice.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an input says of whose it may be: the keys by which {@linkplain Owners owner rules} are looked up. None of it authorizes anything.
 *
 * @param tags SES message tags, one for each value
 * @param configurationSet SES's configuration set
 * @param from {@code mail.source} as it is written
 * @param stripeAccount the connected account of a Stripe event
 */
public record Claims(
        List<Tag> tags,
        @Nullable String configurationSet,
        @Nullable String from,
        @Nullable String stripeAccount,
        Carrier carrier) {

    /** Copies the tags. */
    public Claims {
        tags = List.copyOf(tags);
    }

    /** Of an input of which nothing is known but what carried it. */
    public static Claims of(Carrier carrier) {
        return new Claims(List.of(), null, null, null, carrier);
    }

    /** A name with one of its values. */
    public record Tag(String name, String value) {}

    /**
     * What carried an input here.
     *
     * @param topicArn the SNS topic's
     * @param queueArn the SQS queue's
     * @param eventSource EventBridge's {@code source}
     */
    public record Carrier(
            @Nullable String topicArn,
            @Nullable String queueArn,
            @Nullable String eventSource) {

        /** Carried by nothing that has a name. */
        public static final Carrier NONE = new Carrier(null, null, null);

        /** Also by this topic. */
        public Carrier topic(@Nullable String arn) {
            return new Carrier(arn, queueArn, eventSource);
        }

        /** Also by this queue. */
        public Carrier queue(@Nullable String arn) {
            return new Carrier(topicArn, arn, eventSource);
        }

        /** Also as an event of this source. */
        public Carrier source(@Nullable String source) {
            return new Carrier(topicArn, queueArn, source);
        }
    }
}
