package dev.sluice.local.crash;

/** What every thread of a dead container runs into. No production code may catch it and go on. */
public final class ContainerDied extends Error {
    private static final long serialVersionUID = 1;

    ContainerDied() {
        super("the container is dead", null, false, false);
    }
}
