package dev.sluice.emulators.sns;

import dev.sluice.emulators.sns.Notification.Attribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is published, as Publish and the entries of PublishBatch say it.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 */
record PublishRequest(@Nullable String subject, String message, Map<String, Attribute> attributes) {

    /** "ASCII text that begins with a letter, number, or punctuation mark … no line breaks or control characters … < 100". */
    private static final Pattern SUBJECT = Pattern.compile("[!-~][ -~]{0,99}");

    /** @param prefix empty, or what stands before the names of a batch entry, such as {@code …member.1.} */
    static PublishRequest parse(Map<String, String> form, String prefix) throws SnsException {
        String message = form.get(prefix + "Message");
        if (message == null || message.isEmpty()) {
            throw SnsException.invalidParameter("Empty message");
        }
        String subject = form.get(prefix + "Subject");
        if (subject != null && !SUBJECT.matcher(subject).matches()) {
            throw SnsException.invalidParameter("Subject");
        }
        if (form.containsKey(prefix + "MessageStructure")) {
            throw SnsException.invalidParameter("MessageStructure Reason: this SNS stand-in knows plain messages only");
        }
        return new PublishRequest(subject, message, attributes(form, prefix + "MessageAttributes.entry."));
    }

    private static Map<String, Attribute> attributes(Map<String, String> form, String prefix) throws SnsException {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (int i = 1; form.containsKey(prefix + i + ".Name"); i++) {
            String name = form.get(prefix + i + ".Name");
            String type = form.get(prefix + i + ".Value.DataType");
            String value =
                    form.getOrDefault(prefix + i + ".Value.StringValue", form.get(prefix + i + ".Value.BinaryValue"));
            if (type == null || value == null) {
                throw SnsException.invalidParameter(
                        "MessageAttributes." + name + " Reason: it has no type or no value");
            }
            attributes.put(name, new Attribute(type, value));
        }
        return attributes;
    }

    Notification notification(String messageId, String topicArn, String timestamp) {
        return new Notification(messageId, topicArn, subject, message, timestamp, attributes);
    }
}
