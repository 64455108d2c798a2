package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class HealthTest {

    private static final Runnable ANSWERS = () -> {};
    private static final Runnable FAILS = () -> {
        throw new IllegalStateException("connect to http://10.1.2.3:8000 as AKIAEXAMPLE failed");
    };

    @Test
    void isHealthyWithoutAKey() {
        Reply reply = new TestApi()
                .handle(TestApi.event("GET", "/health", Map.of(), null))
                .is(200);

        assertThat(reply.text()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void isReadyWhenTableAndQueueAnswer() {
        Reply reply = new TestApi()
                .handle(TestApi.event("GET", "/readyz", Map.of(), null))
                .is(200);

        assertThat(reply.text())
                .isEqualTo("{\"status\":\"ready\",\"checks\":{\"table\":\"ok\",\"dispatch_queue\":\"ok\"}}");
    }

    @Test
    void namesWhatDoesNotAnswerAndNothingMore() {
        assertThat(ready(FAILS, ANSWERS, Duration.ofMinutes(1)))
                .isEqualTo(
                        "503 {\"status\":\"unavailable\",\"checks\":{\"table\":\"failed\",\"dispatch_queue\":\"ok\"}}");
        assertThat(ready(ANSWERS, FAILS, Duration.ofMinutes(1)))
                .isEqualTo(
                        "503 {\"status\":\"unavailable\",\"checks\":{\"table\":\"ok\",\"dispatch_queue\":\"failed\"}}");
        assertThat(ready(FAILS, FAILS, Duration.ofMinutes(1)))
                .isEqualTo(
                        "503 {\"status\":\"unavailable\",\"checks\":{\"table\":\"failed\",\"dispatch_queue\":\"failed\"}}");
    }

    @Test
    void doesNotWaitLongForWhatDoesNotAnswer() {
        CountDownLatch never = new CountDownLatch(1);
        Runnable hangs = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        assertThat(ready(hangs, FAILS, Duration.ofMillis(200)))
                .isEqualTo(
                        "503 {\"status\":\"unavailable\",\"checks\":{\"table\":\"timeout\",\"dispatch_queue\":\"failed\"}}");
    }

    private static String ready(Runnable table, Runnable queue, Duration limit) {
        Map<String, Runnable> checks = new LinkedHashMap<>();
        checks.put("table", table);
        checks.put("dispatch_queue", queue);
        Answer answer = new Health(checks, limit).ready();
        return answer.status() + " " + answer.body();
    }
}
