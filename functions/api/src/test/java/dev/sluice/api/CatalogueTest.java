package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.EventTypes;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CatalogueTest {

    private final TestApi api = new TestApi();

    @Test
    void saysOfEveryTypeWhatItMeans() {
        Reply catalogue = api.tenant("Acme").client().get("/v1/event-types").is(200);

        assertThat(catalogue.column("type")).containsAll(EventTypes.known()).contains("email.bounced", "stripe.*");
        assertThat(catalogue.column("description")).noneMatch(String::isBlank);
        assertThat(catalogue.json().path("next").isNull()).isTrue();
    }

    @Test
    void takesAKey() {
        api.handle(TestApi.event("GET", "/v1/event-types", Map.of(), null)).isProblem(401, "unauthorized");
    }
}
