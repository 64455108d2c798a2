package dev.sluice.emulators.receiver;

import java.util.Arrays;
import java.util.List;

/**
 * What happens to the first, second, third … request of a path; the last behaviour goes on for ever.
 *
 * @param behaviours at least one
 */
public record Script(List<Behaviour> behaviours) {

    public Script {
        behaviours = List.copyOf(behaviours);
        if (behaviours.isEmpty()) {
            throw new IllegalArgumentException("behaviours is empty");
        }
    }

    public static Script of(Behaviour... behaviours) {
        return new Script(List.of(behaviours));
    }

    /** These statuses, one after another. */
    public static Script statuses(int... statuses) {
        return new Script(Arrays.stream(statuses).mapToObj(Behaviour::status).toList());
    }

    /**
     * The behaviour for a request.
     *
     * @param number from 0
     */
    Behaviour behaviour(int number) {
        return behaviours.get(Math.min(number, behaviours.size() - 1));
    }
}
