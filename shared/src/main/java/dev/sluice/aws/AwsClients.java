package dev.sluice.aws;

import dev.sluice.configuration.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The SDK's clients of one function: built once, with explicit region and credentials, since the default chains look in places that a
 * function does not have and pay for it at every cold start.
 */
public final class AwsClients {

    /** KMS takes some 10 ms, a cold JVM's first question 1 to 2 s on a busy machine; an attempt and its record have to fit behind it. */
    private static final Duration KMS_CALL = Duration.ofSeconds(6);

    private static final Duration KMS_ATTEMPT = Duration.ofSeconds(3);

    /** Of one client: a batch of ten makes several calls for each of its items; what goes beyond waits for a free one. */
    private static final int MOST_CONNECTIONS = 64;

    private final Environment environment;
    private final Region region;
    private final AwsCredentialsProvider credentials;

    public AwsClients(Environment environment) {
        this.environment = environment;
        this.region = Region.of(environment
                .text("AWS_REGION")
                .orElseThrow(() -> new IllegalStateException("AWS_REGION is not set; Lambda sets it")));
        this.credentials = credentials(environment);
    }

    /** A client for the table. */
    public DynamoDbClient dynamoDb() {
        return configured(DynamoDbClient.builder(), "AWS_ENDPOINT_URL_DYNAMODB")
                .httpClient(http())
                .overrideConfiguration(configuration ->
                        configuration.retryStrategy(strategy -> strategy.retryOnException(AwsClients::isCrossing)))
                .build();
    }

    /** A client for the queues. */
    public SqsClient sqs() {
        return configured(SqsClient.builder(), "AWS_ENDPOINT_URL_SQS")
                .httpClient(http())
                .build();
    }

    /** A client for KMS. Whoever asks has an attempt or a request to end in time, so it gives up soon. */
    public KmsClient kms() {
        return configured(KmsClient.builder(), "AWS_ENDPOINT_URL_KMS")
                .httpClient(http(KMS_ATTEMPT))
                .overrideConfiguration(
                        configuration -> configuration.apiCallTimeout(KMS_CALL).apiCallAttemptTimeout(KMS_ATTEMPT))
                .build();
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(B builder, String endpointVariable) {
        Optional<URI> endpoint = environment.url(endpointVariable);
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region).credentialsProvider(credentials);
    }

    /** Two transactions, or a transaction and a write, met at one row: the one that lost may simply try again. */
    private static boolean isCrossing(Throwable failure) {
        if (failure instanceof TransactionCanceledException canceled) {
            Set<String> codes = canceled.cancellationReasons().stream()
                    .map(CancellationReason::code)
                    .collect(Collectors.toSet());
            return codes.contains("TransactionConflict") && !codes.contains("ConditionalCheckFailed");
        }
        return failure instanceof TransactionConflictException;
    }

    private static SdkHttpClient http() {
        return http(Duration.ofSeconds(10));
    }

    /** Apache's client: the JDK's waits a millisecond before each request on a kept connection. */
    private static SdkHttpClient http(Duration socketTimeout) {
        return ApacheHttpClient.builder()
                .maxConnections(MOST_CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(2))
                .socketTimeout(socketTimeout)
                .build();
    }

    /** From the environment that was read; under SnapStart from the container's endpoint, as AWS asks. */
    private static AwsCredentialsProvider credentials(Environment environment) {
        if (environment.text("AWS_CONTAINER_CREDENTIALS_FULL_URI").isPresent()) {
            return ContainerCredentialsProvider.builder().build();
        }
        Optional<String> id = environment.text("AWS_ACCESS_KEY_ID");
        Optional<String> secret = environment.text("AWS_SECRET_ACCESS_KEY");
        boolean isTemporary = environment.text("AWS_SESSION_TOKEN").isPresent();
        return id.isPresent() && secret.isPresent() && !isTemporary
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(id.get(), secret.get()))
                : EnvironmentVariableCredentialsProvider.create();
    }
}
