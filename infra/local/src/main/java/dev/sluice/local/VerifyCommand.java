package dev.sluice.local;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/** {@code sluice verify [FILE…|-]}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies: JSON lines in, one line out each.",
            "A line has scheme, secret, headers, body or body_base64, and may have tolerance_seconds (300; 0 is off) and",
            "now_epoch_seconds. Blank lines do not count. Ends with 1 if any was invalid.",
            "A signature case, one object with a kind such as stripe-signature, may fill a file with many lines."
        })
final class VerifyCommand extends LineCommand {

    @Override
    LineResult answer(String file, String line) {
        return VerifyLines.verify(file, line, InstantSource.system());
    }

    /** The first line says what it is: a whole object if the file has one a line, the beginning of one if it has one in all. */
    @Override
    boolean answerAll(String file, Consumer<LineResult> out) {
        List<String> begun = new ArrayList<>();
        boolean anyFailed = Inputs.anyLine(file, line -> {
            if (begun.isEmpty() && InputLine.isComplete(line)) {
                LineResult result = answer(file, line);
                out.accept(result);
                return result.failed();
            }
            begun.add(line);
            return false;
        });
        String whole = String.join("\n", begun);
        for (String text : InputLine.isComplete(whole) ? List.of(whole) : begun) {
            LineResult result = answer(file, text);
            out.accept(result);
            anyFailed |= result.failed();
        }
        return anyFailed;
    }
}
