package dev.sluice.local;

import java.io.PrintWriter;

/** Says of an endpoint that is sent nothing that what was just asked for waits with the rest. */
final class StandingStill {

    private static final String ACTIVE = "active";

    private StandingStill() {}

    /** Asks for the endpoint, and says nothing of one that is active or was deleted meanwhile. */
    static void tell(ApiClient client, String endpoint, PrintWriter err) {
        String status = client.find(ApiRequest.get(ApiPath.ENDPOINT.of(endpoint)))
                .map(row -> row.path("status").asText())
                .orElse(ACTIVE);
        if (!status.equals(ACTIVE)) {
            err.println("sluice: " + endpoint + " is " + status
                    + ": nothing goes to it before sluice endpoints activate " + endpoint);
        }
    }
}
