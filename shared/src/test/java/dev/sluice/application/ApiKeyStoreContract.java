package dev.sluice.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.event.AppId;
import dev.sluice.wake.Stores;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ApiKeyStore} does. */
public abstract class ApiKeyStoreContract {

    private final Random random = new Random(5);
    private ApiKeyStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        store = stores(() -> Samples.NOON).keys();
    }

    @Test
    void findsByHashKeysOfApplicationsAndAdminKeys() {
        ApiKey key = key(Samples.app(), 0);
        ApiKey admin = key(null, 1);

        assertThat(store.create(key)).isTrue();
        assertThat(store.create(admin)).isTrue();

        assertThat(store.findByHash(key.hash())).contains(key);
        assertThat(store.findByHash(admin.hash())).contains(admin);
        assertThat(store.findByHash(ApiKey.hash("slk_unknown"))).isEmpty();
    }

    @Test
    void keepsAKeyOnce() {
        AppId app = Samples.app();
        String secret = ApiKey.generate(random);
        ApiKey first = ApiKey.of(secret, app, Samples.NOON, random);
        store.create(first);

        assertThat(store.create(ApiKey.of(secret, app, Samples.NOON, random))).isFalse();

        assertThat(store.list(app)).containsExactly(first);
        assertThat(store.findByHash(first.hash())).contains(first);
    }

    @Test
    void aCreationThatIsRepeatedKeepsTheKeyListed() {
        AppId app = Samples.app();
        ApiKey key = key(app, 0);
        store.create(key);

        store.create(key);

        assertThat(store.list(app)).containsExactly(key);
        assertThat(store.findByHash(key.hash())).contains(key);
    }

    @Test
    void oneOfManyCreatorsOfAKeyWins() throws Exception {
        AppId app = Samples.app();
        String secret = ApiKey.generate(random);
        List<ApiKey> keys = List.of(
                ApiKey.of(secret, app, Samples.NOON, random),
                ApiKey.of(secret, app, Samples.NOON, random),
                ApiKey.of(secret, app, Samples.NOON, random));

        List<Boolean> created = Race.of(3, runner -> () -> store.create(keys.get(runner)));

        assertThat(created).containsOnlyOnce(true);
        assertThat(store.list(app)).containsExactly(keys.get(created.indexOf(true)));
    }

    @Test
    void listsEachApplicationsKeysInTheOrderOfTheirCreation() {
        AppId app = Samples.app();
        List<ApiKey> keys = List.of(key(app, 0), key(app, 1), key(app, 2));
        keys.reversed().forEach(store::create);
        ApiKey admin = key(null, 3);
        store.create(admin);

        assertThat(store.list(app)).isEqualTo(keys);
        assertThat(store.list(null)).containsExactly(admin);
        assertThat(store.list(Samples.app())).isEmpty();
    }

    @Test
    void deletesOnlyItsOwnersKey() {
        AppId app = Samples.app();
        ApiKey key = key(app, 0);
        store.create(key);

        assertThat(store.delete(Samples.app(), key.id())).isFalse();
        assertThat(store.delete(null, key.id())).isFalse();
        assertThat(store.findByHash(key.hash())).isPresent();

        assertThat(store.delete(app, key.id())).isTrue();
        assertThat(store.findByHash(key.hash())).isEmpty();
        assertThat(store.list(app)).isEmpty();
        assertThat(store.delete(app, key.id())).isFalse();
    }

    private ApiKey key(AppId app, int afterSeconds) {
        return ApiKey.of(ApiKey.generate(random), app, Samples.NOON.plusSeconds(afterSeconds), random);
    }
}
