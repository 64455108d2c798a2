package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class OutageTest {

    @Test
    void isWhatAnotherTryMayGetPast() {
        assertThat(Outage.is(SdkClientException.create("connection refused"))).isTrue();
        assertThat(Outage.is(SqsException.builder().statusCode(503).build())).isTrue();
        assertThat(Outage.is(dynamoDb("ProvisionedThroughputExceededException")))
                .isTrue();
        assertThat(Outage.is(dynamoDb("ResourceNotFoundException"))).isTrue();
    }

    @Test
    void isNotWhatIsWrongWithUs() {
        assertThat(Outage.is(dynamoDb("ValidationException"))).isFalse();
        assertThat(Outage.is(new IllegalStateException())).isFalse();
    }

    private static RuntimeException dynamoDb(String code) {
        return DynamoDbException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
