package dev.sluice.signature;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Whose secret it is: the ids of the tenant and of its endpoint. */
public record SealContext(String tenant, String endpoint) {

    /** @throws IllegalArgumentException naming the id that is blank */
    public SealContext {
        if (tenant.isBlank()) {
            throw new IllegalArgumentException("tenant is blank");
        }
        if (endpoint.isBlank()) {
            throw new IllegalArgumentException("endpoint is blank");
        }
    }

    /** Both ids, each behind its length in four bytes, so that no two pairs run together. */
    byte[] bytes() {
        byte[] first = tenant.getBytes(StandardCharsets.UTF_8);
        byte[] second = endpoint.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Integer.BYTES + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .array();
    }
}
