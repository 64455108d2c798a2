package dev.sluice.emulators.sqs;

import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.SqsClient;

class EmulatorVisibilityTest extends VisibilityContract {
    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    @Override
    SqsClient sqs() {
        return SQS.client();
    }
}
