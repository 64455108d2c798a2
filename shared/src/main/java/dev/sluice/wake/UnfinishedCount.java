package dev.sluice.wake;

/** How many deliveries wait. Safe for use by many threads. */
@FunctionalInterface
public interface UnfinishedCount {

    /** As it was a moment ago; not all of them where that would mean to read more than about 50,000 entries. */
    Unfinished unfinished();
}
