package dev.sluice.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulators.time.SettableClock;
import dev.sluice.sns.Certificates.Fetched;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CachedCertificatesTest {

    private static final Fetched.Found FOUND = new Fetched.Found(SnsMessages.SNS.certificate());
    private static final URI URL = URI.create(SnsMessages.CERTIFICATE_URL);

    private final SettableClock clock = new SettableClock(SnsMessages.NOW);
    private final List<URI> asked = new ArrayList<>();
    private Fetched served = FOUND;
    private final CachedCertificates cache = new CachedCertificates(
            url -> {
                asked.add(url);
                return served;
            },
            clock);

    @Test
    void asksOnceADay() {
        cache.get(URL);
        clock.advance(CachedCertificates.KNOWN_FOR.minusMillis(1));
        assertThat(cache.get(URL)).isEqualTo(FOUND);
        assertThat(asked).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        cache.get(URL);
        assertThat(asked).hasSize(2);
    }

    @Test
    void asksAgainTenSecondsAfterAFailureAndNotBefore() {
        Fetched failure = new Fetched.Unavailable("status 500");
        served = failure;
        assertThat(cache.get(URL)).isEqualTo(failure);
        served = FOUND;

        clock.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(cache.get(URL)).isEqualTo(failure);
        assertThat(cache.get(url(1))).isEqualTo(FOUND);
        assertThat(asked).containsExactly(URL, url(1));

        clock.advance(Duration.ofMillis(1));
        assertThat(cache.get(URL)).isEqualTo(FOUND);
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatIsNoCertificateIsRefusedToNobodyElse() {
        served = new Fetched.NoCertificate("it is not PEM");
        assertThat(cache.get(URL)).isEqualTo(served);
        served = FOUND;

        assertThat(cache.get(URL)).isEqualTo(FOUND);
    }

    @Test
    void failuresDoNotMakeItForgetWhatWasFound() {
        cache.get(URL);
        served = new Fetched.Unavailable("status 404");
        for (int i = 0; i < 10 * CachedCertificates.MOST_FAILURES; i++) {
            cache.get(url(i));
        }
        asked.clear();

        assertThat(cache.get(URL)).isEqualTo(FOUND);
        assertThat(asked).isEmpty();
    }

    @Test
    void remembersTheLatestFailuresAndNoMore() {
        served = new Fetched.Unavailable("status 404");
        for (int i = 0; i <= CachedCertificates.MOST_FAILURES; i++) {
            cache.get(url(i));
        }
        asked.clear();

        cache.get(url(1));
        assertThat(asked).isEmpty();
        cache.get(url(0));
        assertThat(asked).containsExactly(url(0));
    }

    @Test
    void forgetsTheOneThatWasNotUsedForLongest() {
        for (int i = 0; i < CachedCertificates.MOST; i++) {
            cache.get(url(i));
        }
        cache.get(url(0));
        cache.get(url(CachedCertificates.MOST));
        asked.clear();

        cache.get(url(0));
        assertThat(asked).isEmpty();
        cache.get(url(1));
        assertThat(asked).containsExactly(url(1));
    }

    static Stream<Fetched> found() {
        return Stream.of(FOUND, new Fetched.Unavailable("no whole answer within PT5S"));
    }

    @ParameterizedTest
    @MethodSource("found")
    void fetchesOnceForAllWhoAskAtOnceWhateverItFinds(Fetched found) throws Exception {
        AtomicInteger fetches = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CachedCertificates slow = new CachedCertificates(
                _ -> {
                    fetches.incrementAndGet();
                    begun.countDown();
                    await(go);
                    return found;
                },
                clock);

        List<Future<Fetched>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> slow.get(URL)));
            }
            await(begun);
            go.countDown();
        }

        for (Future<Fetched> answer : answers) {
            assertThat(answer.get()).isEqualTo(found);
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void asksAgainAfterAFetchThatThrew() {
        AtomicInteger calls = new AtomicInteger();
        CachedCertificates cache = new CachedCertificates(
                _ -> {
                    if (calls.getAndIncrement() == 0) {
                        throw new IllegalStateException("once");
                    }
                    return FOUND;
                },
                clock);

        assertThatThrownBy(() -> cache.get(URL)).hasMessage("once");
        assertThat(cache.get(URL)).isEqualTo(FOUND);
    }

    private static URI url(int number) {
        return URI.create("https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-" + number + ".pem");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
