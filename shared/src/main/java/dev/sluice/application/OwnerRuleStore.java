package dev.sluice.application;

import java.util.List;
import java.util.Optional;

/** The owner rules of the installation. Reads see every write that was answered before. Safe for use by many threads. */
public interface OwnerRuleStore {

    /**
     * Adds a rule, or changes the one of its kind and value.
     *
     * @return the rule that was there
     */
    Optional<OwnerRule> put(OwnerRule rule);

    /** Every rule, in the order of kinds and values. */
    List<OwnerRule> list();

    /** @return false if there was none */
    boolean delete(OwnerRule.Kind kind, String value);
}
