package dev.sluice.sns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnsHostsTest {

    private static final String PATH = "/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sns.us-east-1.amazonaws.com",
                "sns.eu-central-1.amazonaws.com",
                "sns.ap-southeast-2.amazonaws.com",
                "sns.us-gov-west-1.amazonaws.com",
                "sns.cn-north-1.amazonaws.com.cn",
                "sns.us-east-1.amazonaws.com:443",
            })
    void takesSnsItself(String host) {
        assertThat(SnsHosts.isCertificateUrl("https://" + host + PATH)).isTrue();
        assertThat(SnsHosts.isSubscribeUrl("https://" + host + "/?Action=ConfirmSubscription&TopicArn=a&Token=b"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sns.us-east-1.amazonaws.com.evil.com",
                "sns.us-east-1.amazonaws.com.cn.evil.com",
                "evil.com/sns.us-east-1.amazonaws.com",
                "evil.com?sns.us-east-1.amazonaws.com",
                "evil.com#sns.us-east-1.amazonaws.com",
                "evil.com\\sns.us-east-1.amazonaws.com",
                "evil.com\\@sns.us-east-1.amazonaws.com",
                "sns.us-east-1.amazonaws.com@evil.com",
                "user:password@sns.us-east-1.amazonaws.com",
                "@sns.us-east-1.amazonaws.com",
                "sns.us-east-1.amazonaws.com:8443",
                "sns.us-east-1.amazonaws.com:",
                "sns.us-east-1.amazonaws.com:80",
                "sns.us-east-1.amazonaws.com:0443",
                "sns.us-east-1.amazonaws.com.",
                "SNS.us-east-1.amazonaws.com",
                "sns.US-EAST-1.amazonaws.com",
                "sns.us-east-1.AmazonAWS.com",
                "ſns.us-east-1.amazonaws.com",
                "sns.us-east-1.amazonaws。com",
                "sns.us-east-1.amazonаws.com",
                "sns.us-east-١.amazonaws.com",
                "sns.us-east-1.amazonaws.com%00.evil.com",
                "sns.us-east-1.amazonaws.com%2eevil.com",
                "sns%2eus-east-1.amazonaws.com",
                "sns.us-east-1.amazonaws.com\n",
                " sns.us-east-1.amazonaws.com",
                "sns.us-east-1amazonaws.com",
                "sns.s3.amazonaws.com",
                "sns.evil.s3.us-east-1.amazonaws.com",
                "sns.us-east-1.s3.amazonaws.com",
                "sns.amazonaws.com",
                "xsns.us-east-1.amazonaws.com",
                "sns-us-east-1.amazonaws.com",
                "sqs.us-east-1.amazonaws.com",
                "sns.us-east-1.amazonaws.com.de",
                "sns..amazonaws.com",
                "127.0.0.1",
                "",
            })
    void refusesEveryOtherSpelling(String host) {
        assertThat(SnsHosts.isCertificateUrl("https://" + host + PATH)).isFalse();
        assertThat(SnsHosts.isSubscribeUrl("https://" + host + "/?Action=ConfirmSubscription"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.pem",
                "HTTPS://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.pem",
                "//sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.pem",
                "file://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.pem",
                "https:/sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.pem",
                "https://sns.us-east-1.amazonaws.com/",
                "https://sns.us-east-1.amazonaws.com",
                "https://sns.us-east-1.amazonaws.com/bar.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0g.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.PEM",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.pem/",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.pem?x",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.pem#x",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a%2epem",
                "https://sns.us-east-1.amazonaws.com//SimpleNotificationService-0a.pem",
                "https://sns.us-east-1.amazonaws.com/../SimpleNotificationService-0a.pem",
                "https://sns.us-east-1.amazonaws.com/a/SimpleNotificationService-0a.pem",
                "https://sns.us-east-1.amazonaws.com/?Action=Publish&/SimpleNotificationService-0a.pem",
            })
    void refusesOtherSchemesAndPathsForACertificate(String url) {
        assertThat(SnsHosts.isCertificateUrl(url)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "", "/x?Action=ConfirmSubscription", "/?", "/?a#b", "/?a b", "/?%", "/?a\"b", "/?a\nb"})
    void confirmsOnlyAtTheRoot(String pathAndQuery) {
        assertThat(SnsHosts.isSubscribeUrl("https://sns.us-east-1.amazonaws.com" + pathAndQuery))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sns.amazonaws.com",
                "sns.eu-west-1.amazonaws.com",
                "sns-signing.af-south-1.amazonaws.com",
                "sns-us-gov-west-1.amazonaws.com",
                "sns-cn-north-1.amazonaws.com.cn",
            })
    void knowsTheNamesInSnssCertificates(String name) {
        assertThat(SnsHosts.isCertificateName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sns.amazonaws.com.evil.com",
                "*.amazonaws.com",
                "*.eu-west-1.amazonaws.com",
                "sqs.amazonaws.com",
                "evil.sns.amazonaws.com",
                "sns-evil.amazonaws.com",
                "sns.amazonaws.com ",
                "SNS.amazonaws.com",
                "amazonaws.com",
            })
    void knowsNoOtherNames(String name) {
        assertThat(SnsHosts.isCertificateName(name)).isFalse();
    }
}
