package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.application.ApiKey;
import dev.sluice.signature.InMemoryDataKeyStore;
import dev.sluice.signature.InMemoryKeyWrapper;
import dev.sluice.signature.SealContext;
import dev.sluice.signature.Sealers;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Core;
import org.junit.jupiter.api.Test;

final class PrimingTest {

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void asksTheTableAndStoresNothingButTheAdminKey() {
        TestApi api = new TestApi();

        AdminKey adminKey =
                new AdminKey(Optional.of(TestApi.ADMIN_KEY), api.stores.keys(), api.ports.clock(), api.ports.random());

        prime(Routes.of(api.ports, adminKey, TestApi.MOST_ENDPOINTS), api.sealer);

        assertThat(api.stores.keys().list(null))
                .extracting(ApiKey::hash)
                .containsExactly(ApiKey.hash(TestApi.ADMIN_KEY));
        assertThat(api.stores.applications().list(null, 10)).isEmpty();
    }

    @Test
    void doesNotKeepAFunctionFromItsSnapshot() {
        assertThatCode(() -> prime(
                        new Router(List.of(
                                Route.of("GET", "/readyz", request -> {
                                    asked.incrementAndGet();
                                    throw new IllegalStateException("no table");
                                }),
                                Route.of("GET", "/v1/events", request -> {
                                    asked.incrementAndGet();
                                    throw Refusal.of(Reason.UNAUTHORIZED, "nobody");
                                }))),
                        new TestApi().sealer))
                .doesNotThrowAnyException();
        assertThat(asked).hasValue(2);
    }

    @Test
    void noKeyIsInASnapshot() {
        InMemoryKeyWrapper kms = new InMemoryKeyWrapper();
        InMemoryDataKeyStore dataKeys = new InMemoryDataKeyStore();
        SecretSealer sealer = Sealers.byKms(dataKeys, kms, new TestApi().clock);
        TestApi api = new TestApi(parts -> {
            parts.sealer = sealer;
            parts.dataKeys = dataKeys;
        });
        AdminKey adminKey =
                new AdminKey(Optional.of(TestApi.ADMIN_KEY), api.stores.keys(), api.ports.clock(), api.ports.random());
        Router router = Routes.of(api.ports, adminKey, TestApi.MOST_ENDPOINTS);
        SealContext context = new SealContext("app_1", "ep_1");

        prime(router, sealer);
        assertThat(kms.made() + kms.unwrapped()).as("asked before the snapshot").isZero();

        String envelope = sealer.seal(context, Secret.of("somebody was faster than the snapshot"));
        prime(router, sealer);
        sealer.open(context, envelope);
        assertThat(kms.unwrapped()).as("asked again behind it").isEqualTo(1);
    }

    private static void prime(Router router, SecretSealer sealer) {
        new Priming(router, sealer).beforeCheckpoint(Core.getGlobalContext());
    }
}
