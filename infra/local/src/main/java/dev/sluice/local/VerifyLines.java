package dev.sluice.local;

import dev.sluice.local.InputLine.BadLine;
import dev.sluice.signature.Reason;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningScheme;
import dev.sluice.signature.Verdict;
import dev.sluice.signature.Verdict.Invalid;
import dev.sluice.signature.Verdict.Valid;
import dev.sluice.signature.Verifier;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./sluice verify}, line by line: {@code scheme, secret, headers, body|body_base64, tolerance_seconds?,
 * now_epoch_seconds?} in, {@code {"verdict":"valid|invalid","reason"}} out, with a {@code message} where invalid.
 */
final class VerifyLines {

    private VerifyLines() {}

    /**
     * Verifies one line, or a signature case.
     *
     * @param file where it stands
     * @param clock for lines that do not say what time it is
     * @return an answer to any line; never throws for one, never repeats a secret
     */
    static LineResult verify(String file, String line, InstantSource clock) {
        try {
            InputLine input = InputLine.parse(line);
            Optional<String> kind = input.kind().filter(SignatureCase::isKind);
            if (kind.isPresent()) {
                return SignatureCase.verify(file, kind.get(), input, clock);
            }
            Optional<SigningScheme> scheme = SigningScheme.ofCode(input.text("scheme"));
            if (scheme.isEmpty()) {
                return invalid(Reason.SCHEME_UNKNOWN.code(), Reason.SCHEME_UNKNOWN.message());
            }
            Verdict verdict = Verifier.verify(
                    scheme.get(),
                    List.of(Secret.of(input.text("secret"))),
                    input.headers(),
                    input.body(),
                    input.tolerance(),
                    input.now(clock));
            return switch (verdict) {
                case Valid() -> new LineResult(InputLine.write(answer("valid", null)), false);
                case Invalid(Reason reason, String message) -> invalid(reason.code(), message);
            };
        } catch (BadLine e) {
            return invalid(e.reason(), e.message());
        }
    }

    private static LineResult invalid(String reason, String message) {
        Map<String, @Nullable String> answer = answer("invalid", reason);
        answer.put("message", message);
        return new LineResult(InputLine.write(answer), true);
    }

    private static Map<String, @Nullable String> answer(String verdict, @Nullable String reason) {
        Map<String, @Nullable String> answer = new LinkedHashMap<>();
        answer.put("verdict", verdict);
        answer.put("reason", reason);
        return answer;
    }
}
