package dev.sluice.api;

/** What can be wrong with a request: status and stable code, as {@code docs/contract.md} lists them. */
enum Reason {
    INVALID_JSON(400, "invalid_json", "The body is not a JSON object that can be read"),
    INVALID_FIELD(400, "invalid_field", "A field has a value that it does not take"),
    MISSING_FIELD(400, "missing_field", "A field that is needed is missing"),
    UNKNOWN_FIELD(400, "unknown_field", "There is no such field"),
    INVALID_CURSOR(400, "invalid_cursor", "The cursor is none that this list gave out"),
    INVALID_LIMIT(400, "invalid_limit", "The limit is out of range"),
    APPLICATION_REQUIRED(400, "application_required", "An admin key has to name the application"),
    UNAUTHORIZED(401, "unauthorized", "There is no valid API key"),
    FORBIDDEN(403, "forbidden", "Whoever asks may not do this"),
    /** Not 401, which has to name a scheme of the header {@code Authorization} to come back with (RFC 9110, section 15.5.2). */
    SIGNATURE_REFUSED(403, "signature_refused", "The body is not signed by whom it should be"),
    NOT_FOUND(404, "not_found", "There is nothing here"),
    METHOD_NOT_ALLOWED(405, "method_not_allowed", "The method is not allowed here"),
    IDEMPOTENCY_CONFLICT(409, "idempotency_conflict", "The idempotency key stands for another body"),
    ID_COLLISION(409, "id_collision", "Another event has this id"),
    DELIVERY_FINAL(409, "delivery_final", "The delivery has come to its end"),
    DELIVERY_NOT_DEAD(409, "delivery_not_dead", "The delivery is not dead"),
    PAYLOAD_EXPIRED(409, "payload_expired", "The event is not kept any more"),
    ENDPOINT_LIMIT(409, "endpoint_limit", "The application has as many endpoints as it may"),
    TEST_EVENT(409, "test_event", "A test is not sent once more"),
    ENDPOINT_NOT_ACTIVE(409, "endpoint_not_active", "The endpoint is paused or disabled"),
    STILL_REJECTED(409, "still_rejected", "The input is rejected still"),
    SECRET_LIMIT(409, "secret_limit", "The endpoint has as many old secrets as it may"),
    SECRET_UNREADABLE(409, "secret_unreadable", "A secret of the endpoint cannot be opened"),
    SOURCE_LIMIT(409, "source_limit", "The application has as many sources as it may"),
    PAYLOAD_TOO_LARGE(413, "payload_too_large", "The body is too large"),
    URL_REFUSED(422, "url_refused", "Webhooks may not be sent to this URL"),
    SECRET_REFUSED(422, "secret_refused", "The secret is not usable"),
    INTERNAL(500, "internal", "Something went wrong here"),
    UNAVAILABLE(503, "unavailable", "The service cannot answer now; try again"),
    SEALING_UNAVAILABLE(503, "sealing_unavailable", "Secrets can be neither sealed nor opened now; try again");

    private final int status;
    private final String code;
    private final String title;

    Reason(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    /** The stable code. */
    String code() {
        return code;
    }

    /** One line for people, the same for every occurrence (RFC 9457, section 3.1.3). */
    String title() {
        return title;
    }
}
