package dev.sluice.event.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a tree what a {@link FormReader} would have read, without copying what stays a tree. It calls itself as deep as the form is,
 * not the tree.
 */
final class FormedTree {

    private FormedTree() {}

    static Fields object(ObjectNode tree, Form.Shape shape) {
        Fields fields = new Fields(shape);
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            Form.Member member = shape.named(entry.getKey());
            if (member == null && shape.keepsOthers()) {
                fields.putOther(entry.getKey(), any(entry.getValue()));
            } else if (member != null && member.form() != null) {
                fields.put(member, value(entry.getValue(), member.form()));
            }
        }
        return fields;
    }

    private static Value value(JsonNode tree, Form form) {
        return switch (form) {
            case Form.Shape shape when tree instanceof ObjectNode object -> object(object, shape);
            case Form.Plain plain when plain == Form.NAMED_LISTS && tree.isObject() -> namedLists(tree);
            case Form.Plain plain when plain == Form.LIST && tree.isArray() -> list(tree, Form.ANY);
            case Form.ListOf(Form.Shape items) when tree.isArray() -> list(tree, items);
            case Form.Chosen chosen when tree.isArray() -> chosen(tree, chosen);
            default -> any(tree);
        };
    }

    private static Value any(JsonNode tree) {
        return tree.isTextual() ? new Value.Text(tree.textValue()) : new Value.Tree(tree);
    }

    private static Value.Named namedLists(JsonNode tree) {
        List<Value.Entry> entries = new ArrayList<>(tree.size());
        for (String name : Json.sortedNames(tree)) {
            entries.add(new Value.Entry(name, value(tree.get(name), Form.LIST)));
        }
        return new Value.Named(entries);
    }

    private static Value.Items list(JsonNode tree, Form form) {
        List<Value> items = new ArrayList<>(tree.size());
        for (JsonNode item : tree) {
            items.add(value(item, form));
        }
        return new Value.Items(items);
    }

    private static Value.Items chosen(JsonNode tree, Form.Chosen chosen) {
        List<Value> items = new ArrayList<>();
        for (JsonNode item : tree) {
            if (!isLeftOut(item, chosen)) {
                items.add(item instanceof ObjectNode object ? object(object, chosen.items()) : any(item));
            }
        }
        return new Value.Items(items);
    }

    private static boolean isLeftOut(JsonNode item, Form.Chosen chosen) {
        Map.@Nullable Entry<String, JsonNode> first =
                item.properties().stream().findFirst().orElse(null);
        return first != null
                && chosen.items().first().isNamed(first.getKey())
                && first.getValue().isTextual()
                && !first.getValue().textValue().equalsIgnoreCase(chosen.text());
    }
}
