package dev.sluice.emulators.sqs;

import dev.sluice.emulators.process.MotoServer;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The same contract against an independent implementation, where one is installed. */
class MotoVisibilityTest extends VisibilityContract {
    private static @Nullable MotoServer moto;

    @BeforeAll
    static void start() throws IOException {
        moto = MotoServer.startOrSkip();
    }

    @AfterAll
    static void stop() {
        if (moto != null) {
            moto.close();
        }
    }

    @Override
    SqsClient sqs() {
        return Objects.requireNonNull(moto).sqs();
    }
}
