package dev.sluice.source;

/** What a source's webhooks become. */
public final class SourceEvents {

    /** Under which name quarantine keeps the source. */
    public static final String SOURCE = "source";

    private SourceEvents() {}
}
