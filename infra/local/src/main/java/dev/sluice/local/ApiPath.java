package dev.sluice.local;

/** Where an API has what a command's argument names. */
enum ApiPath {
    DELIVERY("/v1/deliveries/", "a delivery", "msg_", "msg_, 26 characters, _ and 26 characters"),
    ENDPOINT("/v1/endpoints/", "an endpoint", "ep_", "ep_ and 26 characters"),
    EVENT("/v1/events/", "an event", "evt_", "evt_ and 26 characters"),
    QUARANTINED("/v1/quarantine/", "a quarantined input", "rej_", "rej_ and 26 characters");

    private final String list;
    private final String name;
    private final String prefix;
    private final String form;

    ApiPath(String list, String name, String prefix, String form) {
        this.list = list;
        this.name = name;
        this.prefix = prefix;
        this.form = form;
    }

    /** Whether a text may be such an id: nothing else is asked for, least of all another path. */
    boolean isIdOf(String text) {
        return text.startsWith(prefix) && text.matches("[A-Za-z0-9_]{1,64}");
    }

    /** @throws IllegalArgumentException if it is no such id */
    String of(String id) {
        if (!isIdOf(id)) {
            throw new IllegalArgumentException("no id of " + name + ": it is " + form);
        }
        return list + id;
    }
}
