package dev.sluice.event.stripe;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who pays for what until when, in one place whatever the API version: Stripe moves these fields from version to version. A fact that
 * does not stand where it is known to stand, or is of another kind there, is absent; Stripe's own object is beside it, whole.
 *
 * @param subscription its id
 * @param status of the session, the subscription or the invoice
 * @param priceIds each once, in Stripe's order
 * @param start of the current period, of several the earliest
 * @param end of the current period, of several the latest
 * @see <a href="https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-subscription-current-period-start-and-end">periods in items</a>
 * @see <a href="https://docs.stripe.com/changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects">invoices' parents</a>
 */
record Billing(
        @Nullable String customer,
        @Nullable String subscription,
        @Nullable String status,
        SequencedSet<String> priceIds,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable String clientReferenceId,
        @Nullable String mode,
        @Nullable String invoice) {

    private static final String PERIOD_START = "current_period_start";
    private static final String PERIOD_END = "current_period_end";

    /** The facts of an event's object; null if events of this type have none. */
    static @Nullable Billing of(String type, JsonNode object) {
        return switch (type) {
            case "checkout.session.completed" -> ofSession(object);
            case "customer.subscription.created", "customer.subscription.updated", "customer.subscription.deleted" ->
                ofSubscription(object);
            case "invoice.paid", "invoice.payment_failed" -> ofInvoice(object);
            default -> null;
        };
    }

    private static Billing ofSession(JsonNode session) {
        return new Billing(
                id(session.path("customer")),
                id(session.path("subscription")),
                text(session.path("status")),
                priceIds(session.path("line_items")),
                null,
                null,
                text(session.path("client_reference_id")),
                text(session.path("mode")),
                id(session.path("invoice")));
    }

    private static Billing ofSubscription(JsonNode subscription) {
        SequencedSet<String> prices = priceIds(subscription.path("items"));
        String plan = id(subscription.path("plan"));
        if (prices.isEmpty() && plan != null) {
            prices.add(plan);
        }
        return new Billing(
                id(subscription.path("customer")),
                id(subscription),
                text(subscription.path("status")),
                prices,
                periods(subscription, PERIOD_START)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                periods(subscription, PERIOD_END).max(Comparator.naturalOrder()).orElse(null),
                null,
                null,
                null);
    }

    private static Billing ofInvoice(JsonNode invoice) {
        return new Billing(
                id(invoice.path("customer")),
                subscriptionOf(invoice),
                text(invoice.path("status")),
                priceIds(invoice.path("lines")),
                null,
                null,
                null,
                null,
                id(invoice));
    }

    /** At the top until API version 2025-03-31, in the parent since; lines name it in both. */
    private static @Nullable String subscriptionOf(JsonNode invoice) {
        return Stream.concat(
                        Stream.of(
                                invoice.path("subscription"),
                                invoice.path("parent")
                                        .path("subscription_details")
                                        .path("subscription")),
                        listed(invoice.path("lines"))
                                .flatMap(line -> Stream.of(
                                        line.path("subscription"),
                                        line.path("parent")
                                                .path("subscription_item_details")
                                                .path("subscription"))))
                .map(Billing::id)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The period at the top, else those of the items. */
    private static Stream<Instant> periods(JsonNode subscription, String field) {
        Instant top = Timestamps.read(subscription.get(field));
        return top == null
                ? listed(subscription.path("items"))
                        .map(item -> Timestamps.read(item.get(field)))
                        .filter(Objects::nonNull)
                : Stream.of(top);
    }

    /** Of each item its price: {@code price}, on invoices since 2025-03-31 inside {@code pricing}, before 2020 a {@code plan}. */
    private static SequencedSet<String> priceIds(JsonNode items) {
        SequencedSet<String> ids = new LinkedHashSet<>();
        listed(items)
                .forEach(item -> Stream.of(
                                item.path("price"),
                                item.path("pricing").path("price_details").path("price"),
                                item.path("plan"))
                        .map(Billing::id)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .ifPresent(ids::add));
        return ids;
    }

    /** The elements of one of Stripe's lists; of anything else, none. */
    private static Stream<JsonNode> listed(JsonNode list) {
        JsonNode data = list.path("data");
        return data.isArray() ? StreamSupport.stream(data.spliterator(), false) : Stream.empty();
    }

    /** The id of an object that is named or, as Stripe calls it, expanded. */
    private static @Nullable String id(JsonNode value) {
        return text(value.isObject() ? value.path("id") : value);
    }

    private static @Nullable String text(JsonNode value) {
        String text = value.textValue();
        return text == null || text.isBlank() ? null : text;
    }

    /** Writes the object, without what is absent. */
    void writeTo(JsonGenerator out) throws IOException {
        out.writeStartObject();
        write("customer", customer, out);
        write("subscription", subscription, out);
        write("status", status, out);
        if (!priceIds.isEmpty()) {
            out.writeArrayFieldStart("price_ids");
            for (String price : priceIds) {
                out.writeString(price);
            }
            out.writeEndArray();
        }
        write(PERIOD_START, start == null ? null : Timestamps.format(start), out);
        write(PERIOD_END, end == null ? null : Timestamps.format(end), out);
        write("client_reference_id", clientReferenceId, out);
        write("mode", mode, out);
        write("invoice", invoice, out);
        out.writeEndObject();
    }

    private static void write(String name, @Nullable String value, JsonGenerator out) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }
}
