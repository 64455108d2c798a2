package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Samples;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private static final Instant NOW = Samples.NOON;

    @Test
    void oldSecretsSignUntilTheirTime() {
        Endpoint endpoint = Samples.fullEndpoint(Samples.app(), NOW);
        Instant until = NOW.plus(Duration.ofHours(24));

        assertThat(endpoint.signing().secretsAt(NOW)).containsExactly("sealed-2", "sealed-1");
        assertThat(endpoint.signing().secretsAt(until.minusMillis(1))).containsExactly("sealed-2", "sealed-1");
        assertThat(endpoint.signing().secretsAt(until)).containsExactly("sealed-2");
    }

    @Test
    void theReasonGoesWithDisabledAlone() {
        Endpoint endpoint = Samples.endpoint(Samples.app(), NOW);
        Endpoint disabled = endpoint.withStatus(EndpointStatus.DISABLED, DisabledReason.GONE, NOW.plusSeconds(1));

        assertThat(disabled.disabledReason()).isEqualTo(DisabledReason.GONE);
        assertThat(disabled.updatedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(disabled.createdAt()).isEqualTo(NOW);
        assertThat(disabled.withStatus(EndpointStatus.PAUSED, DisabledReason.GONE, NOW)
                        .disabledReason())
                .isNull();
        assertThat(disabled.withStatus(EndpointStatus.ACTIVE, null, NOW)).isEqualTo(endpoint);
    }
}
