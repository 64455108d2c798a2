package dev.sluice.dispatcher;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a function of a value alone said of it before, for functions that cost more than looking that up. Safe for use by many threads.
 *
 * @param <K> the value
 * @param <V> what the function says of it, the same each time
 */
final class Remembered<K, V> {

    private static final int MOST = 10_000;

    private final Function<K, V> function;
    private final Predicate<V> lasts;
    private final ConcurrentMap<K, V> answers = new ConcurrentHashMap<>();

    Remembered(Function<K, V> function) {
        this(function, _ -> true);
    }

    /** @param lasts whether an answer will be the same next time; those of which it may not are not remembered */
    Remembered(Function<K, V> function, Predicate<V> lasts) {
        this.function = function;
        this.lasts = lasts;
    }

    V of(K key) {
        V known = answers.get(key);
        if (known != null) {
            return known;
        }
        V answer = function.apply(key);
        if (lasts.test(answer)) {
            if (answers.size() >= MOST) {
                answers.clear();
            }
            answers.put(key, answer);
        }
        return answer;
    }
}
