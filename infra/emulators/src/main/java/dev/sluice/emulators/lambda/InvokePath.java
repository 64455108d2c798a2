package dev.sluice.emulators.lambda;

import dev.sluice.emulators.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which function is meant.
 *
 * @param qualifier a version or an alias
 */
record InvokePath(String function, String qualifier) {

    static final String LATEST = "$LATEST";

    private static final Pattern PATH = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

    /** A name, its ARN, or the part of it from the account on; each may end in a qualifier. Of the Invoke API's FunctionName. */
    private static final Pattern FUNCTION = Pattern.compile(
            "(?:arn:aws[\\w-]*:lambda:)?(?:[a-z]{2}[\\w-]*-\\d:)?(?:\\d{12}:)?(?:function:)?([\\w-]+)(?::([$\\w-]+))?");

    /** Nothing if the path is of another operation. */
    static Optional<InvokePath> of(String path, String query) {
        Matcher operation = PATH.matcher(path);
        if (!operation.matches()) {
            return Optional.empty();
        }
        String name = URLDecoder.decode(operation.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        Matcher named = FUNCTION.matcher(name);
        if (!named.matches()) {
            return Optional.of(new InvokePath(name, LATEST));
        }
        String qualifier = Optional.ofNullable(named.group(2))
                .orElseGet(() -> Request.form(query)
                        .getOrDefault("Qualifier", List.of(LATEST))
                        .getFirst());
        return Optional.of(new InvokePath(named.group(1), qualifier));
    }

    boolean isLatest() {
        return qualifier.equals(LATEST);
    }

    /** In the region and account of all stand-ins but SQS. */
    String arn() {
        return "arn:aws:lambda:us-east-1:123456789012:function:" + function + (isLatest() ? "" : ":" + qualifier);
    }
}
