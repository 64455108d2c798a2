package dev.sluice.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads variables, each with its range. What is wrong is said with the variable's name, never with its value. */
public final class Environment {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h|d)");

    private final Map<String, String> variables; // no record: its text would show them, and keys are among them

    /** Copies the variables. */
    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** A variable is missing or outside its range. */
    public static final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1;

        Invalid(String name, String problem) {
            super(name + " " + problem);
        }

        /** Where one of several variables is needed. */
        public static Invalid noneOf(String... names) {
            return new Invalid("none of " + String.join(", ", names), "is set");
        }
    }

    /** A text, or nothing where it is unset or blank. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A text that must be set. */
    public String required(String name) {
        return text(name).orElseThrow(() -> new Invalid(name, "is not set"));
    }

    /**
     * A value with a reader of its own.
     *
     * @param reader throws {@link IllegalArgumentException} with what is wrong
     */
    public <T> Optional<T> value(String name, Function<String, T> reader) {
        return text(name).map(value -> {
            try {
                return reader.apply(value);
            } catch (IllegalArgumentException e) {
                throw new Invalid(name, "is not usable: " + e.getMessage());
            }
        });
    }

    /** An absolute http or https URL. */
    public Optional<URI> url(String name) {
        return value(name, value -> {
            Optional<URI> url = parsed(value)
                    .filter(read -> read.getHost() != null)
                    .filter(read -> "http".equals(read.getScheme()) || "https".equals(read.getScheme()));
            return url.orElseThrow(() -> new IllegalArgumentException("not an http or https URL"));
        });
    }

    /** An absolute http or https URL that must be set. */
    public URI requiredUrl(String name) {
        return url(name).orElseThrow(() -> new Invalid(name, "is not set"));
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean unset) {
        return value(name, value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("neither true nor false");
                })
                .orElse(unset);
    }

    /** A duration, a whole number with s, m, h or d behind it, within bounds. */
    public Duration duration(String name, Duration unset, Duration least, Duration most) {
        return value(name, value -> {
                    Matcher matcher = DURATION.matcher(value);
                    if (!matcher.matches()) {
                        throw new IllegalArgumentException("not a whole number with s, m, h or d behind it");
                    }
                    long number = Long.parseLong(matcher.group(1));
                    Duration read = switch (matcher.group(2)) {
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
                    if (read.compareTo(least) < 0 || read.compareTo(most) > 0) {
                        throw new IllegalArgumentException("outside " + least + " to " + most);
                    }
                    return read;
                })
                .orElse(unset);
    }

    /** Empty for what is no URL: the parser's own message repeats it, and there may be a password in it. */
    private static Optional<URI> parsed(String value) {
        try {
            return Optional.of(new URI(value));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
