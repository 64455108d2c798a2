package dev.sluice.signature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Data keys in a map. */
public final class InMemoryDataKeyStore implements DataKeyStore {

    private final Map<Integer, DataKey> keys = new TreeMap<>();
    private int lists;

    @Override
    public synchronized Optional<DataKey> find(int number) {
        return Optional.ofNullable(keys.get(number));
    }

    @Override
    public synchronized List<DataKey> list() {
        lists++;
        return List.copyOf(keys.values());
    }

    /** How often all of them were asked for. */
    public synchronized int lists() {
        return lists;
    }

    @Override
    public synchronized boolean add(DataKey key) {
        DataKey there = keys.putIfAbsent(key.number(), key);
        return there == null || there.equals(key);
    }
}
