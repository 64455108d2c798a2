package dev.sluice.event;

class InMemoryQuarantineTest extends QuarantineContract {

    @Override
    protected Quarantine quarantine() {
        return new InMemoryQuarantine();
    }
}
