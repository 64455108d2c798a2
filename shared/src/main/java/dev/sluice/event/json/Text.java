package dev.sluice.event.json;

/** Text from outside, made fit to be passed on. */
public final class Text {

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /** The text with every surrogate that has no pair replaced by U+FFFD, as UTF-8 and most receivers need it. */
    public static String wellFormed(String text) {
        int first = firstLoneSurrogate(text, 0);
        if (first < 0) {
            return text;
        }
        StringBuilder fixed = new StringBuilder(text);
        for (int i = first; i >= 0; i = firstLoneSurrogate(text, i + 1)) {
            fixed.setCharAt(i, REPLACEMENT);
        }
        return fixed.toString();
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

    private static int firstLoneSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                return i;
            }
        }
        return -1;
    }
}
