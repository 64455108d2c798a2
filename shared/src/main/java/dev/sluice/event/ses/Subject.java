package dev.sluice.event.ses;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/**
 * A mail's subject as people read it. SES passes on what the sender wrote, which outside ASCII is in encoded words.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2047">RFC 2047</a>
 */
final class Subject {

    /** Longer ones stay as they are: SES takes no header beyond it, and the decoder's work grows with the square of the length. */
    private static final int LONGEST = 10_000;

    /** Stands for bytes that are no text in their charset. */
    private static final char REPLACEMENT = '\uFFFD';

    private Subject() {}

    /** The subject with its encoded words decoded; whole as it came if any of them is wrong. Never throws. */
    static String decode(String subject) {
        if (subject.length() > LONGEST || !subject.contains("=?")) {
            return subject;
        }
        Complaints complaints = new Complaints();
        try {
            String decoded = DecoderUtil.decodeEncodedWords(subject, complaints);
            return complaints.any || decoded.indexOf(REPLACEMENT) >= 0 ? subject : decoded;
        } catch (RuntimeException e) {
            return subject;
        }
    }

    /** Notes that something was wrong; the decoder, left alone, would drop what it cannot read, and asked to be strict throws an Error. */
    private static final class Complaints extends DecodeMonitor {

        private boolean any;

        @Override
        public boolean warn(String error, String dropDesc) {
            any = true;
            return false;
        }

        @Override
        public boolean isListening() {
            return true;
        }
    }
}
