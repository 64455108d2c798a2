package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.application.ApiKey;
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

        prime(Routes.of(api.ports, adminKey, TestApi.MOST_ENDPOINTS));

        assertThat(api.stores.keys().list(null))
                .extracting(ApiKey::hash)
                .containsExactly(ApiKey.hash(TestApi.ADMIN_KEY));
        assertThat(api.stores.applications().list(null, 10)).isEmpty();
    }

    @Test
    void doesNotKeepAFunctionFromItsSnapshot() {
        assertThatCode(() -> prime(new Router(List.of(
                        Route.of("GET", "/readyz", request -> {
                            asked.incrementAndGet();
                            throw new IllegalStateException("no table");
                        }),
                        Route.of("GET", "/v1/events", request -> {
                            asked.incrementAndGet();
                            throw Refusal.of(Reason.UNAUTHORIZED, "nobody");
                        })))))
                .doesNotThrowAnyException();
        assertThat(asked).hasValue(2);
    }

    private static void prime(Router router) {
        new Priming(router).beforeCheckpoint(Core.getGlobalContext());
    }
}
