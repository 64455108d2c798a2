package dev.sluice.event;

import java.util.ArrayList;
import java.util.List;

/** A quarantine that keeps what it gets in a list. */
public final class InMemoryQuarantine implements Quarantine {

    private final List<RejectedInput> kept = new ArrayList<>();

    @Override
    public synchronized void keep(RejectedInput input) {
        kept.add(input);
    }

    /** What was kept, in order. */
    public synchronized List<RejectedInput> kept() {
        return List.copyOf(kept);
    }
}
