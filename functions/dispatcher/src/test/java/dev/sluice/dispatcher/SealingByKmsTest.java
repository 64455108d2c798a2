package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.signature.InMemoryDataKeyStore;
import dev.sluice.signature.InMemoryKeyWrapper;
import dev.sluice.signature.Sealers;
import dev.sluice.signature.SecretSealer;
import dev.sluice.wake.Due;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries whose secrets are sealed under KMS. */
class SealingByKmsTest {

    private static final Duration A_MOMENT = Duration.ofSeconds(6); // for which a failure is remembered

    private final InMemoryDataKeyStore dataKeys = new InMemoryDataKeyStore();
    private final InMemoryKeyWrapper kms = new InMemoryKeyWrapper();
    private final Rig rig = new Rig();
    private Endpoint endpoint;

    @BeforeEach
    void seal() {
        rig.sealer = container();
        endpoint = rig.endpoint();
        rig.sealer = container(); // the dispatcher's, which has not seen the key yet
    }

    private SecretSealer container() {
        return Sealers.byKms(dataKeys, kms, rig.clock);
    }

    @Test
    void kmsIsAskedOnceAContainerAndNotOnceADelivery() {
        for (int i = 0; i < 5; i++) {
            rig.isDone(rig.accept(rig.endpoint()), rig.accept(endpoint), rig.accept(endpoint));
        }

        assertThat(rig.receiver.requests()).hasSize(15);
        assertThat(kms.unwrapped()).isEqualTo(1);
    }

    @Test
    void whatKmsKeepsFromBeingSignedIsHeldAndDeliveredOnceItIsBack() {
        One message = rig.accept(endpoint);
        kms.stopAnswering();

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.status(message)).isEqualTo(new Status.Held(HoldReason.KMS, rig.now()));
        assertThat(rig.row(message).attempts()).isZero();
        assertThat(rig.told.notSigned()).containsExactly("kms_unavailable");
        assertThat(rig.stores.held().looks()).hasSize(1);
        assertThat(rig.receiver.requests()).isEmpty();

        kms.answer();
        rig.clock.advance(A_MOMENT);
        rig.stores.deliveries().write(rig.row(message), rig.row(message).released(rig.now(), rig.now()));
        rig.isDone(message);
        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void aProbeThatIsSignedTellsTheOthersAndNothingElseDoes() {
        rig.isDone(rig.accept(endpoint));
        assertThat(openedAt()).isNull();

        kms.stopAnswering();
        rig.isDone(rig.accept(rig.endpoint()).probingSecrets());
        assertThat(openedAt()).isNull();

        rig.isDone(rig.accept(endpoint).probingSecrets());
        assertThat(openedAt()).isEqualTo(rig.now());
        assertThat(rig.stores.held().looks()).containsEntry(new Due.OfEndpoint(rig.app, endpoint.id()), rig.now());
    }

    private @Nullable Instant openedAt() {
        return rig.stores
                .health()
                .find(rig.app, endpoint.id())
                .orElseThrow()
                .health()
                .secretsOpenedAt();
    }

    @Test
    void whatKmsRefusesIsHeldAsASecretThatSomebodyHasToMend() {
        One message = rig.accept(endpoint);
        kms.refuse(Sealers.KMS_KEY);

        rig.isDone(message);

        assertThat(rig.status(message)).isEqualTo(new Status.Held(HoldReason.SECRET, rig.now()));
        assertThat(rig.told.notSigned()).containsExactly("key_refused");

        kms.permit(Sealers.KMS_KEY);
        rig.clock.advance(A_MOMENT);
        One next = rig.accept(endpoint);
        rig.isDone(next);
        assertThat(rig.status(next)).as("what did not open is not remembered").isInstanceOf(Status.Delivered.class);
    }

    @Test
    void aContainerThatKnowsTheKeyDeliversWithoutKms() {
        rig.isDone(rig.accept(endpoint));
        kms.stopAnswering();
        One message = rig.accept(rig.endpoint());

        rig.isDone(message);

        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
    }
}
