package dev.sluice.local;

/** A way in with the real function behind it: who hands an input over does so again until the function has taken it. */
interface Entrance {

    /** What stands before them all. */
    enum Way {
        SNS("SNS"),
        SQS("SQS"),
        EVENTBRIDGE("EventBridge"),
        SOURCE("a source");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * Hands over as many events, without waiting for one before the next, and returns when none of them will be handed over again.
     *
     * @return how many were given up before the function had taken them
     */
    long handOver(int events) throws Exception;
}
