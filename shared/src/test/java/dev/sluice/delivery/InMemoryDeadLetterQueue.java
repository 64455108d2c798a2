package dev.sluice.delivery;

import java.util.ArrayList;
import java.util.List;

/** Pointers in a list. */
public final class InMemoryDeadLetterQueue implements DeadLetterQueue {

    private final List<DispatchMessage.One> pointers = new ArrayList<>();

    @Override
    public synchronized void add(DispatchMessage.One pointer) {
        pointers.add(pointer);
    }

    /** What was added, in order. */
    public synchronized List<DispatchMessage.One> pointers() {
        return List.copyOf(pointers);
    }

    /** Receives and deletes the first. */
    public synchronized List<DispatchMessage.One> take(int most) {
        List<DispatchMessage.One> first = pointers.subList(0, Math.min(most, pointers.size()));
        List<DispatchMessage.One> taken = List.copyOf(first);
        first.clear();
        return taken;
    }

    /** Receives and deletes all. */
    public synchronized List<DispatchMessage.One> take() {
        List<DispatchMessage.One> taken = List.copyOf(pointers);
        pointers.clear();
        return taken;
    }
}
