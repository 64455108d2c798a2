package dev.sluice.dispatcher;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * What a function of a value alone said of it before, for functions that cost more than looking that up. Safe for use by many threads.
 *
 * @param <K> the value
 * @param <V> what the function says of it, the same each time
 */
final class Remembered<K, V> {

    private static final int MOST = 10_000;

    private final Function<K, V> function;
    private final ConcurrentMap<K, V> answers = new ConcurrentHashMap<>();

    Remembered(Function<K, V> function) {
        this.function = function;
    }

    V of(K key) {
        V known = answers.get(key);
        if (known != null) {
            return known;
        }
        if (answers.size() >= MOST) {
            answers.clear();
        }
        V answer = function.apply(key);
        answers.put(key, answer);
        return answer;
    }
}
