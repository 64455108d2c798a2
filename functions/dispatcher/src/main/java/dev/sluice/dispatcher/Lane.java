package dev.sluice.dispatcher;

/** Through which queue a message came. Each has containers of its own. */
enum Lane {
    /** The dispatch queue. */
    FAST,
    /** The slow queue: for endpoints whose receivers take their time, so that they wait for each other and for no one else. */
    SLOW
}
