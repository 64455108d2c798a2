package dev.sluice.emulators.kms;

/**
 * What KMS may answer in the place of a key.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html">Decrypt, "Errors"</a>
 */
public enum KmsError {
    ACCESS_DENIED(400, "AccessDeniedException"),
    DEPENDENCY_TIMEOUT(503, "DependencyTimeoutException"),
    DISABLED(400, "DisabledException"),
    INCORRECT_KEY(400, "IncorrectKeyException"),
    INTERNAL(500, "KMSInternalException"),
    INVALID_CIPHERTEXT(400, "InvalidCiphertextException"),
    INVALID_STATE(400, "KMSInvalidStateException"),
    NOT_FOUND(400, "NotFoundException"),
    THROTTLED(400, "ThrottlingException"),
    UNAVAILABLE(500, "KeyUnavailableException"),
    UNKNOWN_OPERATION(400, "UnknownOperationException"),
    VALIDATION(400, "ValidationException");

    private final int status;
    private final String code;

    KmsError(int status, String code) {
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    /** As it stands in an answer. */
    public String code() {
        return code;
    }

    /**
     * The error with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    static KmsError ofCode(String code) {
        for (KmsError error : values()) {
            if (error.code.equals(code)) {
                return error;
            }
        }
        throw new IllegalArgumentException("unknown error: " + code);
    }
}
