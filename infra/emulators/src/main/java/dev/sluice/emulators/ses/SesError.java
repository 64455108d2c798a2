package dev.sluice.emulators.ses;

/**
 * The errors that SendEmail knows.
 *
 * @see <a href="https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html">SendEmail</a>
 */
public enum SesError {
    TOO_MANY_REQUESTS(429, "TooManyRequestsException", "Too many requests have been made to the operation."),
    LIMIT_EXCEEDED(400, "LimitExceededException", "Daily message quota exceeded."),
    MESSAGE_REJECTED(400, "MessageRejected", "Email address is not verified."),
    ACCOUNT_SUSPENDED(
            400, "AccountSuspendedException", "The account's ability to send email has been permanently restricted."),
    SENDING_PAUSED(400, "SendingPausedException", "Email sending is currently disabled for this account."),
    MAIL_FROM_DOMAIN_NOT_VERIFIED(400, "MailFromDomainNotVerifiedException", "The MAIL FROM domain is not verified."),
    BAD_REQUEST(400, "BadRequestException", "The input is invalid."),
    NOT_FOUND(404, "NotFoundException", "The resource does not exist."),
    INTERNAL(500, "InternalServiceErrorException", "The request could not be processed for an internal reason.");

    private final int status;
    private final String code;
    private final String message;

    SesError(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String message() {
        return message;
    }
}
