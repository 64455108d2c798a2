package dev.sluice.local;

import picocli.CommandLine.Command;

/** {@code sluice sign [FILE…|-]}. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = {
            "Signs: JSON lines in, one line out each.",
            "A line has scheme, secret, id, timestamp, body or body_base64; any id is accepted. Blank lines do not count.",
            "Ends with 1 if any line could not be signed."
        })
final class SignCommand extends LineCommand {

    @Override
    LineResult answer(String file, String line) {
        return SignLines.sign(line);
    }
}
