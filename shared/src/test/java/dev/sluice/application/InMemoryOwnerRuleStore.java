package dev.sluice.application;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Owner rules in a map. */
public final class InMemoryOwnerRuleStore implements OwnerRuleStore {

    private final TreeMap<String, OwnerRule> rules = new TreeMap<>();

    @Override
    public synchronized Optional<OwnerRule> put(OwnerRule rule) {
        String key = key(rule.kind(), rule.value());
        Optional<OwnerRule> same =
                Optional.ofNullable(rules.get(key)).filter(there -> there.app().equals(rule.app()));
        if (same.isEmpty()) {
            rules.put(key, rule);
        }
        return same;
    }

    @Override
    public synchronized List<OwnerRule> list() {
        return List.copyOf(rules.values());
    }

    @Override
    public synchronized boolean delete(OwnerRule.Kind kind, String value) {
        return rules.remove(key(kind, value)) != null;
    }

    private static String key(OwnerRule.Kind kind, String value) {
        return kind.code() + "#" + value;
    }
}
