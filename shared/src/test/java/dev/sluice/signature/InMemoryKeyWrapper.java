package dev.sluice.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Makes data keys that are numbers, and gives them out by tickets. Counts what it is asked. */
public final class InMemoryKeyWrapper implements KeyWrapper {

    /** Under which context and key a ticket was given. */
    private record Ticket(String kmsKey, Map<String, String> context) {}

    private final Map<String, Ticket> tickets = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private boolean isDown;
    private int made;
    private int unwrapped;

    @Override
    public synchronized Made make(String kmsKey, Map<String, String> context) {
        made++;
        requireUp();
        if (refused.contains(kmsKey)) {
            throw new KeysUnavailable("refused");
        }
        String wrapped = Base64.getEncoder().encodeToString(("ticket " + made).getBytes(StandardCharsets.UTF_8));
        tickets.put(wrapped, new Ticket(kmsKey, new TreeMap<>(context)));
        return new Made(key(wrapped), wrapped);
    }

    @Override
    public synchronized Unwrapped unwrap(String kmsKey, String wrapped, Map<String, String> context) {
        unwrapped++;
        requireUp();
        boolean isOurs = new Ticket(kmsKey, new TreeMap<>(context)).equals(tickets.get(wrapped));
        return isOurs && !refused.contains(kmsKey) ? new Unwrapped.Key(key(wrapped)) : new Unwrapped.Refused();
    }

    private void requireUp() {
        if (isDown) {
            throw new KeysUnavailable("down");
        }
    }

    private static SecretKey key(String wrapped) {
        byte[] bytes = new byte[32];
        byte[] text = wrapped.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, 0, Math.min(text.length, bytes.length));
        return new SecretKeySpec(bytes, "AES");
    }

    /** From now on it does not answer. */
    public synchronized void stopAnswering() {
        isDown = true;
    }

    /** From now on it answers. */
    public synchronized void answer() {
        isDown = false;
    }

    /** From now on nothing is made or unwrapped by this key. */
    public synchronized void refuse(String kmsKey) {
        refused.add(kmsKey);
    }

    /** From now on the key is as it was. */
    public synchronized void permit(String kmsKey) {
        refused.remove(kmsKey);
    }

    /** How many keys it was asked to make. */
    public synchronized int made() {
        return made;
    }

    /** How many keys it was asked to unwrap. */
    public synchronized int unwrapped() {
        return unwrapped;
    }
}
