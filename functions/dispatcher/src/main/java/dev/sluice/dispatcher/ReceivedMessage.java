package dev.sluice.dispatcher;

/**
 * A queue message as a function gets it.
 *
 * @param id by which it is reported as not done
 * @param receipt by which its visibility is changed
 * @param lane the queue it came through
 * @param receives how often it was received, this time included
 */
record ReceivedMessage(String id, String receipt, String body, Lane lane, int receives) {}
