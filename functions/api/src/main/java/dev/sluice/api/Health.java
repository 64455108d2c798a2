package dev.sluice.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code /health}: the function runs. {@code /readyz}: what it works with answers, each asked every time. */
final class Health {

    private static final String OK = "ok";

    private final Map<String, Runnable> checks;
    private final Duration limit;

    /**
     * @param checks by their names in the answer, in its order; each throws if what it asks does not answer
     * @param limit how long all of them together are waited for
     */
    Health(Map<String, Runnable> checks, Duration limit) {
        this.checks = new LinkedHashMap<>(checks);
        this.limit = limit;
    }

    Answer health() {
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("status", OK);
            out.writeEndObject();
        });
    }

    Answer ready() {
        long deadline = System.nanoTime() + limit.toNanos();
        Map<String, Future<?>> asked = new LinkedHashMap<>();
        checks.forEach((name, check) -> asked.put(name, started(check)));
        Map<String, String> results = new LinkedHashMap<>();
        asked.forEach((name, answer) -> results.put(name, result(answer, deadline)));
        boolean ready = results.values().stream().allMatch(OK::equals);
        return Answer.json(ready ? 200 : 503, out -> {
            out.writeStartObject();
            out.writeStringField("status", ready ? "ready" : "unavailable");
            out.writeObjectFieldStart("checks");
            for (Map.Entry<String, String> result : results.entrySet()) {
                out.writeStringField(result.getKey(), result.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    /** Side by side, so that the slowest and not their sum is waited for. */
    private static Future<?> started(Runnable check) {
        FutureTask<?> task = new FutureTask<>(check, null);
        Thread.startVirtualThread(task);
        return task;
    }

    /** One word: what exactly failed names hosts and tables, which is not for everybody who may ask. */
    private static String result(Future<?> answer, long deadline) {
        try {
            answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return OK;
        } catch (ExecutionException e) {
            return "failed";
        } catch (TimeoutException e) {
            answer.cancel(true);
            return "timeout";
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
