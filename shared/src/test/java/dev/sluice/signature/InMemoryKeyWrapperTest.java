package dev.sluice.signature;

class InMemoryKeyWrapperTest extends KeyWrapperContract {

    private final InMemoryKeyWrapper wrapper = new InMemoryKeyWrapper();

    @Override
    protected KeyWrapper wrapper() {
        return wrapper;
    }

    @Override
    protected void refuse(String kmsKey) {
        wrapper.refuse(kmsKey);
    }

    @Override
    protected void stopAnswering() {
        wrapper.stopAnswering();
    }
}
