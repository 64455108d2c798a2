package dev.sluice.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.configuration.Environment;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SnsSettingsTest {

    @Test
    void takesNoTopicUnlessOneIsNamed() {
        SnsSettings settings = SnsSettings.of(new Environment(Map.of()));

        assertThat(settings.topics()).isEmpty();
        assertThat(settings.freshness()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.standIn()).isEmpty();
    }

    @Test
    void readsTopicsWithCommasBetween() {
        SnsSettings settings = SnsSettings.of(new Environment(Map.of(
                "SLUICE_SNS_TOPICS",
                SnsMessages.TOPIC + " , arn:aws-cn:sns:cn-north-1:123456789012:other,",
                "SLUICE_SNS_FRESHNESS",
                "5m")));

        assertThat(settings.topics())
                .containsExactlyInAnyOrder(SnsMessages.TOPIC, "arn:aws-cn:sns:cn-north-1:123456789012:other");
        assertThat(settings.freshness()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({
        "SLUICE_SNS_TOPICS, ses-events",
        "SLUICE_SNS_TOPICS, arn:aws:sns:eu-west-1:123456789012:*",
        "SLUICE_SNS_TOPICS, arn:aws:sqs:eu-west-1:123456789012:queue",
        "SLUICE_SNS_FRESHNESS, 59s",
        "SLUICE_SNS_FRESHNESS, 25h",
        "SLUICE_SNS_STAND_IN, http://93.184.216.34:4102",
        "SLUICE_SNS_STAND_IN, http://169.254.169.254:80",
        "SLUICE_SNS_STAND_IN, http://[2001:db8::1]:4102",
        "SLUICE_SNS_STAND_IN, https://127.0.0.1:4102",
        "SLUICE_SNS_STAND_IN, http://127.0.0.1",
        "SLUICE_SNS_STAND_IN, http://127.0.0.1:4102/",
        "SLUICE_SNS_STAND_IN, http://user@127.0.0.1:4102",
        "SLUICE_SNS_STAND_IN, 127.0.0.1:4102",
    })
    void namesTheVariableThatIsWrong(String name, String value) {
        assertThatThrownBy(() -> SnsSettings.of(new Environment(Map.of(name, value))))
                .isInstanceOf(Environment.Invalid.class)
                .hasMessageStartingWith(name + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:4102",
                "http://localhost:4102",
                "http://[::1]:4102",
                "http://10.1.2.3:80",
                "http://172.16.0.1:80",
                "http://192.168.1.1:80",
                "http://[fd00::1]:80",
            })
    void takesAStandInNearby(String origin) {
        StandIn standIn = StandIn.parse(origin);

        assertThat(standIn.isCertificateUrl(origin + "/SimpleNotificationService-0a.pem"))
                .isTrue();
        assertThat(standIn.isSubscribeUrl(origin + "/?Action=ConfirmSubscription"))
                .isTrue();
        assertThat(standIn.isCertificateUrl(origin + "0/SimpleNotificationService-0a.pem"))
                .isFalse();
        assertThat(standIn.isCertificateUrl(origin + "@evil.com/SimpleNotificationService-0a.pem"))
                .isFalse();
        assertThat(standIn.isCertificateUrl(origin + "/other.pem")).isFalse();
        assertThat(standIn.isSubscribeUrl(origin + "/admin?Action=ConfirmSubscription"))
                .isFalse();
        assertThat(standIn.isSubscribeUrl(origin + "@evil.com/?Action=ConfirmSubscription"))
                .isFalse();
    }
}
