package dev.sluice.wake;

import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.InMemoryDeadLetterQueue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pointers of a list, the first ones first. */
public final class InMemoryPointers implements Pointers {

    private final InMemoryDeadLetterQueue queue;
    private final Map<String, DispatchMessage.One> received = new HashMap<>();
    private int receipts;

    public InMemoryPointers(InMemoryDeadLetterQueue queue) {
        this.queue = queue;
    }

    @Override
    public synchronized long depth() {
        return queue.pointers().size();
    }

    @Override
    public synchronized List<Pointer> receive() {
        return queue.take(10).stream().map(this::received).toList();
    }

    private Pointer received(DispatchMessage.One message) {
        String receipt = "receipt-" + receipts++;
        received.put(receipt, message);
        return new Pointer(receipt, message);
    }

    @Override
    public synchronized void delete(List<Pointer> pointers) {
        pointers.forEach(pointer -> received.remove(pointer.receipt()));
    }

    @Override
    public synchronized void giveBack(List<Pointer> pointers) {
        pointers.forEach(pointer -> {
            DispatchMessage.One message = received.remove(pointer.receipt());
            if (message != null) {
                queue.add(message);
            }
        });
    }
}
