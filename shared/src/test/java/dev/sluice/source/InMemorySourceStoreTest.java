package dev.sluice.source;

class InMemorySourceStoreTest extends SourceStoreContract {

    @Override
    protected SourceStore store() {
        return new InMemorySourceStore();
    }
}
