package dev.sluice.endpoint;

import java.util.Locale;

/** Whether an endpoint is open for business. Whatever it is, its events are matched and kept. */
public enum EndpointStatus {
    /** Delivered to. */
    ACTIVE,
    /** Its deliveries are held until it is active again; set by a person. */
    PAUSED,
    /** As paused; set by a person, or by us after a 410. */
    DISABLED;

    /** The stable code, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The status with this code.
     *
     * @throws IllegalArgumentException naming the codes there are
     */
    public static EndpointStatus ofCode(String code) {
        for (EndpointStatus status : values()) {
            if (status.code().equals(code)) {
                return status;
            }
        }
        throw new IllegalArgumentException("status is not one of active, paused, disabled");
    }
}
