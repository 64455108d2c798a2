package dev.sluice.delivery;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One signed POST, ready to leave.
 *
 * @param url absolute, http or https
 * @param headers names as sent, with the signature's; Content-Type included
 * @param body the signed bytes; not copied, must not be changed
 * @param deadline one bound over DNS, connect, TLS, headers and body
 */
public record WebhookRequest(URI url, Map<String, String> headers, byte[] body, Duration deadline) {

    /** Copies the headers. */
    public WebhookRequest {
        headers = Map.copyOf(headers);
    }
}
