package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.application.InMemoryApplicationStore;
import dev.sluice.delivery.Samples;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

    private final InMemoryApplicationStore applications = new InMemoryApplicationStore();
    private final AtomicInteger lists = new AtomicInteger();
    private final InMemoryEndpointStore store =
            new InMemoryEndpointStore(applications, Duration.ofDays(37), () -> Samples.NOON);
    private final Subscriptions subscriptions = new Subscriptions(new CountedLists());
    private final AppId app = Samples.app();

    @BeforeEach
    void createApplication() {
        applications.create(Samples.application(app));
    }

    @Test
    void anUnknownApplicationHasNoSubscriptions() {
        assertThat(subscriptions.matching(Samples.app(), Audience.CUSTOMER, "email.bounced"))
                .isEmpty();
    }

    @Test
    void matchesByTypeWhateverTheStatus() {
        Endpoint all = created(Samples.endpoint(app, Samples.NOON));
        Endpoint bounces = Samples.endpoint(app, Samples.NOON.plusMillis(1));
        Endpoint disabled = created(bounces.withSettings(
                        bounces.settings()
                                .change()
                                .subscription(new Subscription(List.of("email.bounced")))
                                .done(),
                        Samples.NOON)
                .withStatus(EndpointStatus.DISABLED, Endpoint.DisabledReason.GONE, Samples.NOON));

        assertThat(subscriptions.matching(app, Audience.CUSTOMER, "email.bounced"))
                .contains(List.of(all.id(), disabled.id()));
        assertThat(subscriptions.matching(app, Audience.CUSTOMER, "email.opened"))
                .contains(List.of(all.id()));
    }

    @Test
    void listsOnceAVersion() {
        created(Samples.endpoint(app, Samples.NOON));
        for (int i = 0; i < 5; i++) {
            subscriptions.matching(app, Audience.CUSTOMER, "email.bounced");
        }
        assertThat(lists).hasValue(1);

        created(Samples.endpoint(app, Samples.NOON.plusMillis(1)));
        for (int i = 0; i < 5; i++) {
            subscriptions.matching(app, Audience.CUSTOMER, "email.bounced");
        }
        assertThat(lists).hasValue(2);
    }

    @Test
    void seesEveryChangeThatWasAnswered() {
        assertThat(matching()).isEmpty();

        Endpoint endpoint = created(Samples.endpoint(app, Samples.NOON));
        assertThat(matching()).containsExactly(endpoint.id());

        store.delete(app, endpoint.id());
        assertThat(matching()).isEmpty();
    }

    @Test
    void aChangeBetweenVersionAndListIsReadAgain() {
        Endpoint first = created(Samples.endpoint(app, Samples.NOON));
        Endpoint second = Samples.endpoint(app, Samples.NOON.plusMillis(1));
        CountedLists racing = new CountedLists() {
            @Override
            public Optional<Long> version(AppId whose) {
                Optional<Long> version = super.version(whose);
                if (lists.get() == 0) {
                    store.create(second);
                }
                return version;
            }
        };
        Subscriptions raced = new Subscriptions(racing);

        assertThat(raced.matching(app, Audience.CUSTOMER, "x").orElseThrow()).containsExactly(first.id(), second.id());
        assertThat(raced.matching(app, Audience.CUSTOMER, "x").orElseThrow()).containsExactly(first.id(), second.id());
        assertThat(lists).as("the list was newer than its number").hasValue(2);
    }

    @Test
    void eachAudienceHasEndpointsOfItsOwn() {
        Endpoint customer = Samples.endpoint(app, Samples.NOON);
        Endpoint operator = Samples.operator(app, Samples.NOON.plusMillis(1));
        store.create(customer);
        store.create(operator);

        assertThat(subscriptions.matching(app, Audience.CUSTOMER, "endpoint.disabled"))
                .contains(List.of(customer.id()));
        assertThat(subscriptions.matching(app, Audience.OPERATOR, "endpoint.disabled"))
                .contains(List.of(operator.id()));
        assertThat(subscriptions.of(app, Audience.OPERATOR)).contains(List.of(operator));
    }

    private List<EndpointId> matching() {
        return subscriptions.matching(app, Audience.CUSTOMER, "email.bounced").orElseThrow();
    }

    private Endpoint created(Endpoint endpoint) {
        store.create(endpoint);
        return endpoint;
    }

    private class CountedLists implements EndpointStore {

        @Override
        public Optional<Long> version(AppId whose) {
            return store.version(whose);
        }

        @Override
        public List<Endpoint> list(AppId whose) {
            lists.incrementAndGet();
            return store.list(whose);
        }

        @Override
        public Optional<Endpoint> find(AppId whose, EndpointId id) {
            return store.find(whose, id);
        }

        @Override
        public void create(Endpoint endpoint) {
            store.create(endpoint);
        }

        @Override
        public boolean replace(Endpoint previous, Endpoint next) {
            return store.replace(previous, next);
        }

        @Override
        public boolean delete(AppId whose, EndpointId id) {
            return store.delete(whose, id);
        }
    }
}
