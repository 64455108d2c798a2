package dev.sluice.local;

import dev.sluice.local.InputLine.BadLine;
import dev.sluice.signature.Reason;
import dev.sluice.signature.Secret;
import dev.sluice.signature.Signer;
import dev.sluice.signature.SigningResult;
import dev.sluice.signature.SigningResult.Signed;
import dev.sluice.signature.SigningResult.Unusable;
import dev.sluice.signature.SigningScheme;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ./sluice sign}, line by line: {@code scheme, secret, id, timestamp, body|body_base64} in, {@code {"headers":{…}}} or
 * {@code {"reason","message"}} out. Shows parity with other signers, so it signs whatever id it is given.
 */
final class SignLines {

    private SignLines() {}

    /** @return an answer to any line; never throws for one, never repeats a secret */
    static LineResult sign(String line) {
        try {
            InputLine input = InputLine.parse(line);
            Optional<SigningScheme> scheme = SigningScheme.ofCode(input.text("scheme"));
            if (scheme.isEmpty()) {
                return refused(Reason.SCHEME_UNKNOWN.code(), Reason.SCHEME_UNKNOWN.message());
            }
            SigningResult result = Signer.signAsGiven(
                    scheme.get(),
                    Secret.of(input.text("secret")),
                    input.text("id"),
                    input.seconds("timestamp"),
                    input.body());
            return switch (result) {
                case Signed(var headers) -> new LineResult(InputLine.write(Map.of("headers", headers)), false);
                case Unusable(Reason reason, String message) -> refused(reason.code(), message);
            };
        } catch (BadLine e) {
            return refused(e.reason(), e.message());
        }
    }

    private static LineResult refused(String reason, String message) {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("reason", reason);
        answer.put("message", message);
        return new LineResult(InputLine.write(answer), true);
    }
}
