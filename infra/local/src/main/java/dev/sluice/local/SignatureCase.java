package dev.sluice.local;

import dev.sluice.local.InputLine.BadLine;
import dev.sluice.signature.Secret;
import dev.sluice.source.SignatureVerdict;
import dev.sluice.source.SignatureVerdict.Genuine;
import dev.sluice.source.SignatureVerdict.Refused;
import dev.sluice.source.SourceSignature;
import dev.sluice.source.StripeSignature;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request with everything that its signature is judged by, whose {@code kind} says how: {@code {"file","verdict":"valid|invalid",
 * "reason"}} comes of it, with a {@code message} where the case itself cannot be read.
 */
final class SignatureCase {

    private static final Pattern KIND = Pattern.compile("[a-z0-9-]+-signature(-apigw)?");

    private SignatureCase() {}

    /** Whether a {@code kind} is one of a signature case, be it an unknown one. */
    static boolean isKind(String kind) {
        return KIND.matcher(kind.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * Verifies a case.
     *
     * @param file its name as it was given
     * @param clock for cases that do not say what time it is
     * @return an answer to any case; never throws for one, never repeats a secret
     */
    static LineResult verify(String file, String kind, InputLine input, InstantSource clock) {
        try {
            return switch (kind) {
                case "stripe-signature" -> result(file, stripe(input, input.headers(), input.body(), clock));
                case "stripe-signature-apigw" -> {
                    InputLine event = input.inside("event");
                    yield result(file, stripe(input, event.headers(), event.gatewayBody(), clock));
                }
                case "standard-webhooks-signature" ->
                    result(
                            file,
                            SourceSignature.standardWebhooks(
                                    List.of(Secret.of(input.text("secret"))),
                                    input.headers(),
                                    input.body(),
                                    input.tolerance(),
                                    input.now(clock)));
                case SnsCase.KIND -> SnsCase.verify(file, input);
                default -> invalid(file, "case_kind_unknown", null);
            };
        } catch (BadLine e) {
            return invalid(file, e.reason(), e.message());
        }
    }

    private static SignatureVerdict stripe(
            InputLine input, Map<String, String> headers, byte[] body, InstantSource clock) throws BadLine {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        return StripeSignature.verify(
                anyCase.get(StripeSignature.HEADER),
                List.of(Secret.of(input.text("secret"))),
                body,
                input.tolerance(),
                input.now(clock));
    }

    private static LineResult result(String file, SignatureVerdict verdict) {
        return switch (verdict) {
            case Genuine _ -> valid(file);
            case Refused(String reason, String _) -> invalid(file, reason, null);
        };
    }

    /** The answer to a case that verifies. */
    static LineResult valid(String file) {
        return new LineResult(InputLine.write(answer(file, "valid", null)), false);
    }

    /** The answer to any other; {@code message} where the case itself cannot be read. */
    static LineResult invalid(String file, String reason, @Nullable String message) {
        Map<String, @Nullable String> answer = answer(file, "invalid", reason);
        if (message != null) {
            answer.put("message", message);
        }
        return new LineResult(InputLine.write(answer), true);
    }

    private static Map<String, @Nullable String> answer(String file, String verdict, @Nullable String reason) {
        Map<String, @Nullable String> answer = new LinkedHashMap<>();
        answer.put("file", file);
        answer.put("verdict", verdict);
        answer.put("reason", reason);
        return answer;
    }
}
