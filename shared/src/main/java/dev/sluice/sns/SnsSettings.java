package dev.sluice.sns;

import dev.sluice.configuration.Environment;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of SNS is taken over HTTP.
 *
 * @param topics the ARNs of the topics, compared exactly; none of any other
 * @param freshness how old a message may be; SNS's own retries take up to an hour
 */
public record SnsSettings(Set<String> topics, Duration freshness, Optional<StandIn> standIn) {

    /** Longest that SNS tries: a delivery policy's limit is 3,600 s. */
    private static final Duration FRESHNESS = Duration.ofHours(1);

    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}");

    /** Copies the topics. */
    public SnsSettings {
        topics = Set.copyOf(topics);
    }

    /** @throws Environment.Invalid naming the variable that is wrong */
    public static SnsSettings of(Environment environment) {
        return new SnsSettings(
                environment.value("SLUICE_SNS_TOPICS", SnsSettings::topics).orElse(Set.of()),
                environment.duration("SLUICE_SNS_FRESHNESS", FRESHNESS, Duration.ofMinutes(1), Duration.ofDays(1)),
                environment.value("SLUICE_SNS_STAND_IN", StandIn::parse));
    }

    private static Set<String> topics(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .map(SnsSettings::topic)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String topic(String text) {
        if (!TOPIC.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not topic ARNs with commas between, such as arn:aws:sns:eu-west-1:123456789012:name");
        }
        return text;
    }
}
