package dev.sluice.endpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma-separated values with quoted fields.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class Csv {

    private Csv() {}

    /** The rows, the heading among them; empty lines are left out. */
    static List<List<String>> parse(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
                field.append(c);
            } else if (c != '\r') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    addUnlessEmpty(rows, row);
                    row = new ArrayList<>();
                }
            }
        }
        row.add(field.toString());
        addUnlessEmpty(rows, row);
        return rows;
    }

    private static void addUnlessEmpty(List<List<String>> rows, List<String> row) {
        if (row.size() > 1 || !row.getFirst().isEmpty()) {
            rows.add(List.copyOf(row));
        }
    }
}
