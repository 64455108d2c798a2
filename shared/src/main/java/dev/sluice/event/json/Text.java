package dev.sluice.event.json;

import java.nio.charset.StandardCharsets;

/** Text from outside, made fit to be passed on. */
public final class Text {

    private Text() {}

    /** The text as UTF-8 can carry it: a surrogate without its pair becomes a question mark. */
    public static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** At most {@code limit} characters on one line, fit for messages and logs. */
    public static String excerpt(String text, int limit) {
        String start = text.length() <= limit ? text : text.substring(0, limit) + "…";
        StringBuilder line = new StringBuilder(wellFormed(start));
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }
}
