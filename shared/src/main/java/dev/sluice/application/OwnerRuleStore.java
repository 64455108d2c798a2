package dev.sluice.application;

import java.util.List;
import java.util.Optional;

/** The owner rules of the installation. Reads see every write that was answered before. Safe for use by many threads. */
public interface OwnerRuleStore {

    /**
     * Adds a rule, or changes the one of its kind and value if that names another application.
     *
     * @return the rule that is there for the same application already, and stays as it is; nothing if the rule was added or changed
     */
    Optional<OwnerRule> put(OwnerRule rule);

    /** Every rule, in the order of their kinds' codes and their values. */
    List<OwnerRule> list();

    /** @return false if there was none */
    boolean delete(OwnerRule.Kind kind, String value);
}
