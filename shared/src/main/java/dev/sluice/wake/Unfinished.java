package dev.sluice.wake;

/**
 * How many delivery rows wait or are dead. What has no row yet is in the queue, or lost until the audit.
 *
 * @param pending with an attempt to come
 * @param held without a time
 * @param dead and neither redriven nor expired
 */
public record Unfinished(long pending, long held, long dead) {}
