package dev.sluice.event.stripe;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.AppId;
import dev.sluice.event.Arrival;
import dev.sluice.event.Claims;
import dev.sluice.event.Effect;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Outcome;
import dev.sluice.event.Source;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document in which nothing is wrong.
 *
 * @param thin whether it only names the object that it is about
 * @param created Stripe's own time
 */
record StripeDocument(JsonNode root, boolean thin, Instant created) {

    static final String TYPE_PREFIX = "stripe.";

    private static final String KIND = "stripe";

    /** What the document says of whose it is. A thin event of a connected account names it as its context. */
    Claims claims(Claims.Carrier carrier) {
        String account = named("account");
        return new Claims(List.of(), null, null, account == null ? named("context") : account, carrier);
    }

    /** The event that the document reports, and what it changes. */
    Outcome.Accepted accepted(AppId app, Arrival arrival) {
        String key = key();
        Event event = new Event(
                EventId.of(app, KIND, key, created, arrival.receivedAt()),
                app,
                TYPE_PREFIX + type(),
                created,
                new Source(
                        KIND,
                        key,
                        arrival.envelope().label(),
                        arrival.snsMessageId(),
                        !EventId.isUsable(created, arrival.receivedAt())),
                Json.write(this::writeData));
        return new Outcome.Accepted(event, effects());
    }

    /** Two accounts' events are two, even if their ids should ever be one. */
    private String key() {
        String account = named("account");
        String id = Text.wellFormed(root.get("id").textValue());
        return account == null ? id : Text.wellFormed(account) + "|" + id;
    }

    /** The end of a subscription is what later news of it, which Stripe does not keep in order, must not undo. */
    private List<Effect> effects() {
        String object = objectId();
        if (thin || object == null) {
            return List.of();
        }
        return switch (type()) {
            case "customer.subscription.deleted" -> List.of(new Effect.End(object, created));
            case "customer.subscription.created", "customer.subscription.updated" ->
                List.of(new Effect.StaleIfEnded(object));
            default -> List.of();
        };
    }

    /** The order is fixed: the same occurrence gives the same bytes. */
    private void writeData(JsonGenerator out) throws IOException {
        JsonNode data = root.path("data");
        out.writeStartObject();
        out.writeStringField("id", root.get("id").textValue());
        out.writeStringField("style", thin ? "thin" : "snapshot");
        write("api_version", root.path("api_version"), out);
        write("account", root.path("account"), out);
        write("context", root.path("context"), out);
        write("livemode", root.path("livemode"), out);
        String objectId = objectId();
        if (objectId != null) {
            out.writeStringField("object_id", objectId);
        }
        String objectType = thin ? text(root.path("related_object"), "type") : text(data.path("object"), "object");
        if (objectType != null) {
            out.writeStringField("object_type", objectType);
        }
        if (!thin) {
            write("object", data.path("object"), out);
            write("previous_attributes", data.path("previous_attributes"), out);
        }
        writeRequest(out);
        write("related_object", root.path("related_object"), out);
        write("reason", root.path("reason"), out);
        if (thin) {
            write("data", data, out);
        }
        Billing billing = thin ? null : Billing.of(type(), data.path("object"));
        if (billing != null) {
            out.writeFieldName("billing");
            billing.writeTo(out);
        }
        out.writeEndObject();
    }

    /** Before API version 2017-05-25 a request was its id alone. */
    private void writeRequest(JsonGenerator out) throws IOException {
        JsonNode request = root.path("request");
        if (request.isTextual()) {
            out.writeObjectFieldStart("request");
            out.writeStringField("id", request.textValue());
            out.writeEndObject();
        } else {
            write("request", request, out);
        }
    }

    private static void write(String name, JsonNode value, JsonGenerator out) throws IOException {
        if (!value.isMissingNode() && !value.isNull()) {
            out.writeFieldName(name);
            out.writeTree(value);
        }
    }

    private String type() {
        return root.get("type").textValue();
    }

    /** Some objects have no id, such as a balance or an invoice that is yet to come. */
    private @Nullable String objectId() {
        return text(thin ? root.path("related_object") : root.path("data").path("object"), "id");
    }

    private @Nullable String named(String field) {
        return text(root, field);
    }

    private static @Nullable String text(JsonNode object, String field) {
        String text = object.path(field).textValue();
        return text == null || text.isBlank() ? null : text;
    }
}
