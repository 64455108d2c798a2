package dev.sluice.emulators.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Received messages as Lambda hands them to a function (Lambda Developer Guide, "Example standard queue message event"). */
final class SqsEvents {
    private SqsEvents() {}

    static SQSEvent event(List<SQSMessage> messages) {
        SQSEvent event = new SQSEvent();
        event.setRecords(messages);
        return event;
    }

    static SQSMessage message(Message received, String queueArn) {
        SQSMessage message = new SQSMessage();
        message.setMessageId(received.messageId());
        message.setReceiptHandle(received.receiptHandle());
        message.setBody(received.body());
        message.setMd5OfBody(received.md5OfBody());
        message.setMd5OfMessageAttributes(received.md5OfMessageAttributes());
        message.setEventSource("aws:sqs");
        message.setEventSourceArn(queueArn);
        message.setAwsRegion(queueArn.split(":", -1)[3]);
        message.setAttributes(new HashMap<>(received.attributesAsStrings()));
        Map<String, MessageAttribute> attributes = new HashMap<>();
        received.messageAttributes().forEach((name, value) -> attributes.put(name, attribute(value)));
        message.setMessageAttributes(attributes);
        return message;
    }

    private static MessageAttribute attribute(MessageAttributeValue value) {
        MessageAttribute attribute = new MessageAttribute();
        attribute.setDataType(value.dataType());
        attribute.setStringValue(value.stringValue());
        if (value.binaryValue() != null) {
            attribute.setBinaryValue(ByteBuffer.wrap(value.binaryValue().asByteArray()));
        }
        attribute.setStringListValues(List.of());
        attribute.setBinaryListValues(List.of());
        return attribute;
    }
}
