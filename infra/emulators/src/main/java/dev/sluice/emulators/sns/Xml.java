package dev.sluice.emulators.sns;

import java.util.List;

/** An element of an answer: either text or elements, no attributes. */
record Xml(String name, String text, List<Xml> children) {

    static Xml of(String name, String text) {
        return new Xml(name, text, List.of());
    }

    static Xml of(String name, List<Xml> children) {
        return new Xml(name, "", children);
    }

    static Xml of(String name, Xml... children) {
        return of(name, List.of(children));
    }

    /** The element as the root of a document in a namespace. */
    String document(String namespace) {
        StringBuilder out = new StringBuilder();
        write(out, " xmlns=\"" + namespace + "\"");
        return out.toString();
    }

    private void write(StringBuilder out, String attributes) {
        out.append('<').append(name).append(attributes).append('>');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                // Other control characters cannot be said in XML 1.0 at all.
                default -> out.append(character < ' ' && "\t\n\r".indexOf(character) < 0 ? '?' : character);
            }
        }
        children.forEach(child -> child.write(out, ""));
        out.append("</").append(name).append('>');
    }
}
