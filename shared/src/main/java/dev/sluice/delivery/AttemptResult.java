package dev.sluice.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What came of one POST. A receiver's failure is a value, never an exception. */
public sealed interface AttemptResult {

    /** Only 2xx is success (Standard Webhooks, "Deliverability"); a redirect is not. */
    static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    /**
     * The receiver answered.
     *
     * @param status the HTTP status, 100 to 999
     * @param headers lower-case names; of a repeated header the first
     * @param body the first bytes of the answer, at most the sender's cap
     * @param truncated true when the receiver sent more than was read
     */
    record Answered(int status, Map<String, String> headers, byte[] body, boolean truncated) implements AttemptResult {
        /** Copies the headers. */
        public Answered {
            headers = Map.copyOf(headers);
        }

        /** Whether the receiver took it. */
        public boolean isSuccess() {
            return AttemptResult.isSuccess(status);
        }

        /** The body as text; bytes that are not UTF-8 show as replacement characters. */
        public String bodyText() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /**
     * No complete answer.
     *
     * @param kind the class of the failure
     * @param mayHaveArrived false when the request certainly never left
     * @param detail for people, one line; never the full URL and never a secret
     */
    record Failed(Kind kind, boolean mayHaveArrived, String detail) implements AttemptResult {}

    /** Why no answer came. The codes stand in rows, the API, logs and metrics. */
    enum Kind {
        /** The name did not resolve; an ordinary failure, retried. */
        DNS("dns"),
        /** Every address the name stands for, or one of them, is not to be connected to. */
        ADDRESS_REFUSED("address_refused"),
        /** The connection was refused or could not be made. */
        CONNECT("connect"),
        /** The connection ended before the answer did. */
        RESET("reset"),
        /** The TLS handshake failed, or the certificate is not the name's. */
        TLS("tls"),
        /** The deadline passed before the connection stood. */
        TIMEOUT_CONNECT("timeout_connect"),
        /** The deadline passed before the answer's headers came. */
        TIMEOUT_HEADERS("timeout_headers"),
        /** The deadline passed inside the answer's body. */
        TIMEOUT_BODY("timeout_body"),
        /** What came is not HTTP/1.1. */
        PROTOCOL("protocol");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The stable code, lower case. */
        public String code() {
            return code;
        }

        /** The kind with this code. */
        public static Kind ofCode(String code) {
            for (Kind kind : values()) {
                if (kind.code.equals(code)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown failure kind: " + code);
        }
    }
}
