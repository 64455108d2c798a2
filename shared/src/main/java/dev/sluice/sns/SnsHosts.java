package dev.sluice.sns;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * The names of SNS, and which addresses lead there. An address is matched whole, as the text it is, and not taken apart first: what two
 * parsers could read in two ways does not match. Lower case only, as SNS writes it.
 *
 * <p>Not here: the partitions of other domains (ISO regions, the European Sovereign Cloud).
 *
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/sns.html">Amazon SNS endpoints</a>
 */
final class SnsHosts {

    /** Such as {@code eu-central-1} or {@code us-gov-west-1}. */
    private static final String REGION = "[a-z]{2,8}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}";

    private static final String DOMAIN = "\\.amazonaws\\.com(?:\\.cn)?";

    private static final String ORIGIN = "https://sns\\." + REGION + DOMAIN + "(?::443)?";

    private static final String CERTIFICATE_PATH = "/SimpleNotificationService-[0-9A-Fa-f]{1,64}\\.pem";

    /** Printable ASCII, so without a fragment; a confirmation's is about 400 characters long. */
    private static final String QUERY = "/?\\?[!-~&&[^#]]{1,4000}";

    private static final Pattern CERTIFICATE_URL = Pattern.compile(ORIGIN + CERTIFICATE_PATH);
    private static final Pattern SUBSCRIBE_URL = Pattern.compile(ORIGIN + QUERY);
    private static final Pattern BEHIND_CERTIFICATE_ORIGIN = Pattern.compile(CERTIFICATE_PATH);
    private static final Pattern BEHIND_SUBSCRIBE_ORIGIN = Pattern.compile(QUERY);

    /**
     * Whom SNS's signing certificates name: {@code sns.amazonaws.com} in the first regions, {@code sns-signing.<region>.…} in those that an
     * account opts in to, {@code sns-<region>.…} in China and GovCloud, as AWS's own {@code sns-message-manager} 2.42.36 knows them.
     */
    private static final Pattern CERTIFICATE_NAME =
            Pattern.compile("sns\\.amazonaws\\.com|(?:sns\\.|sns-|sns-signing\\.)" + REGION + DOMAIN);

    private SnsHosts() {}

    static boolean isCertificateUrl(String url) {
        return CERTIFICATE_URL.matcher(url).matches();
    }

    static boolean isSubscribeUrl(String url) {
        return SUBSCRIBE_URL.matcher(url).matches() && isUri(url);
    }

    /** Whether this is a certificate's path behind an origin that was looked at already. */
    static boolean isCertificatePath(String text) {
        return BEHIND_CERTIFICATE_ORIGIN.matcher(text).matches();
    }

    /** Whether this is a confirmation's path and query behind an origin that was looked at already. */
    static boolean isSubscribeQuery(String text) {
        return BEHIND_SUBSCRIBE_ORIGIN.matcher(text).matches() && isUri(text);
    }

    /** Not everything printable is a URI (RFC 3986): a percent sign alone, for one. */
    private static boolean isUri(String text) {
        try {
            return new URI(text).getRawQuery() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static boolean isCertificateName(String name) {
        return CERTIFICATE_NAME.matcher(name).matches();
    }
}
