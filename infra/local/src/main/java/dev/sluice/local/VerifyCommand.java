package dev.sluice.local;

import java.time.InstantSource;
import picocli.CommandLine.Command;

/** {@code sluice verify [FILE…|-]}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies: JSON lines in, one line out each.",
            "A line has scheme, secret, headers, body or body_base64, and may have tolerance_seconds (300; 0 is off) and",
            "now_epoch_seconds. Blank lines do not count. Ends with 1 if any was invalid."
        })
final class VerifyCommand extends LineCommand {

    @Override
    LineResult answer(String line) {
        return VerifyLines.verify(line, InstantSource.system());
    }
}
