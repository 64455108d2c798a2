package dev.sluice.signature;

class InMemoryDataKeyStoreTest extends DataKeyStoreContract {

    @Override
    protected DataKeyStore store() {
        return new InMemoryDataKeyStore();
    }
}
