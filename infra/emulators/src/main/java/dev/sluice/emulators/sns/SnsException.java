package dev.sluice.emulators.sns;

/** An error that SNS answers: a code of its API reference with the HTTP status that belongs to it. */
final class SnsException extends Exception {

    private final int status;
    private final String code;

    private SnsException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static SnsException invalidParameter(String what) {
        return new SnsException(400, "InvalidParameter", "Invalid parameter: " + what);
    }

    static SnsException notFound(String message) {
        return new SnsException(404, "NotFound", message);
    }

    static SnsException invalidAction(String action) {
        return new SnsException(400, "InvalidAction", "The action " + action + " is not known to this SNS stand-in");
    }

    static SnsException batch(String code, String message) {
        return new SnsException(400, code, message);
    }

    static SnsException internal(String message) {
        return new SnsException(500, "InternalError", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** Whether the client is at fault, as the answer's {@code Type} says. */
    boolean senderAtFault() {
        return status < 500;
    }
}
