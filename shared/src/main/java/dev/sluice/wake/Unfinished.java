package dev.sluice.wake;

/**
 * How many delivery rows wait. What has no row yet is in the queue, or lost until the audit.
 *
 * @param pending with an attempt to come
 * @param held without a time
 */
public record Unfinished(long pending, long held) {}
