package dev.sluice.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.emulators.http.LoopbackServer;
import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy in front of a DynamoDB that counts what AWS would bill, by the sizes of the items that it sees and AWS's rules; not by what
 * the database says it consumed. To know what a write meets, it reads the row before and after; two writes of one row at the same
 * moment may so be counted by each other's sizes. Thread-safe.
 */
public final class MeteredDynamoDb implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_1_0 = "application/x-amz-json-1.0";
    private static final int LARGEST_BODY = 32 << 20; // above the 16 MB of a batch
    private static final Set<String> FREE = Set.of("DescribeTable", "DescribeTimeToLive", "ListTables");
    private static final List<String> PARTIAL = List.of("FilterExpression", "ProjectionExpression", "Select");

    private final URI upstream;
    private final LoopbackServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Tariff> tariffs = new ConcurrentHashMap<>();
    private final Map<String, Long> unknown = new ConcurrentHashMap<>();
    private volatile Units counted = Units.NONE;

    private MeteredDynamoDb(URI upstream) throws IOException {
        this.upstream = upstream;
        this.server = LoopbackServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LARGEST_BODY,
                Reply.of(413, "text/plain", "larger than any request"),
                this::handle);
    }

    /** Starts one on loopback, on a port that is free. */
    public static MeteredDynamoDb start(URI upstream) throws IOException {
        return new MeteredDynamoDb(upstream);
    }

    /** Where SDKs find it, the endpoint override. */
    public URI endpoint() {
        return server.uri();
    }

    /** What was counted since the start. */
    public Units counted() {
        return counted;
    }

    /** How many operations were passed on and not counted, because this does not know what they cost, by name. */
    public Map<String, Long> unknown() {
        return Map.copyOf(unknown);
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();
    }

    private Reply handle(Request request) throws IOException, InterruptedException {
        String target = String.valueOf(request.header("x-amz-target"));
        String operation = target.substring(target.lastIndexOf('.') + 1);
        ObjectNode body = object(request.body());
        return switch (operation) {
            case "PutItem", "UpdateItem", "DeleteItem" -> write(operation, body, request);
            case "BatchExecuteStatement" -> insert(operation, body, request);
            case "GetItem", "BatchGetItem", "Query", "Scan" -> read(operation, body, request);
            default -> {
                if (!FREE.contains(operation)) {
                    unknown.merge(operation, 1L, Long::sum);
                }
                yield reply(send(operation, request.body()));
            }
        };
    }

    private Reply write(String operation, ObjectNode body, Request request) throws IOException, InterruptedException {
        String table = body.path("TableName").asText();
        Tariff tariff = tariff(table);
        ObjectNode key = key(tariff, body.has("Item") ? body.path("Item") : body.path("Key"));
        ObjectNode before = item(table, key);
        HttpResponse<byte[]> answer = send(operation, request.body());
        if (answer.statusCode() == 200) {
            add(new Units(tariff.write(before, item(table, key)), 0, Map.of(operation, 1L), 0));
        } else if (object(answer.body()).path("__type").asText().endsWith("ConditionalCheckFailedException")) {
            add(new Units(Tariff.refusedWrite(before), 0, Map.of(operation, 1L), 1));
        }
        return reply(answer);
    }

    /** PartiQL's INSERTs with a parameter for every value; each costs what its put would. */
    private Reply insert(String operation, ObjectNode body, Request request) throws IOException, InterruptedException {
        List<Insertion> insertions = new ArrayList<>();
        for (JsonNode statement : body.path("Statements")) {
            Optional<Insertion> insertion = Insertion.of(statement);
            if (insertion.isEmpty()) {
                unknown.merge(operation, 1L, Long::sum);
                return reply(send(operation, request.body()));
            }
            insertions.add(insertion.get());
        }
        List<ObjectNode> before = new ArrayList<>();
        for (Insertion insertion : insertions) {
            before.add(item(insertion.table(), key(tariff(insertion.table()), insertion.item())));
        }
        HttpResponse<byte[]> answer = send(operation, request.body());
        if (answer.statusCode() == 200) {
            JsonNode responses = object(answer.body()).path("Responses");
            long writes = 0;
            long refused = 0;
            for (int i = 0; i < insertions.size(); i++) {
                boolean isRefused = responses.path(i).has("Error");
                writes += isRefused
                        ? Tariff.refusedWrite(before.get(i))
                        : tariff(insertions.get(i).table())
                                .write(before.get(i), insertions.get(i).item());
                refused += isRefused ? 1 : 0;
            }
            add(new Units(writes, 0, Map.of(operation, 1L), refused));
        }
        return reply(answer);
    }

    private Reply read(String operation, ObjectNode body, Request request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(operation, request.body());
        if (answer.statusCode() == 200) {
            ObjectNode read = object(answer.body());
            if (PARTIAL.stream().anyMatch(body::has)) {
                unknown.merge(operation + " of a part", 1L, Long::sum);
            }
            long halves = switch (operation) {
                case "GetItem" -> Tariff.read(ItemSize.of(read.path("Item")), consistent(body));
                case "Query", "Scan" -> Tariff.read(sizeOfAll(read.path("Items")), consistent(body));
                default -> ofBatch(body.path("RequestItems"), read);
            };
            add(new Units(0, halves, Map.of(operation, 1L), 0));
        }
        return reply(answer);
    }

    /** Item by item; a key without one costs as much as the smallest. */
    private static long ofBatch(JsonNode requested, ObjectNode read) {
        long halves = 0;
        for (Map.Entry<String, JsonNode> table : requested.properties()) {
            boolean consistent = consistent(table.getValue());
            JsonNode items = read.path("Responses").path(table.getKey());
            int unprocessed = read.path("UnprocessedKeys")
                    .path(table.getKey())
                    .path("Keys")
                    .size();
            int missing = table.getValue().path("Keys").size() - items.size() - unprocessed;
            halves += missing * Tariff.read(0, consistent);
            for (JsonNode item : items) {
                halves += Tariff.read(ItemSize.of(item), consistent);
            }
        }
        return halves;
    }

    private static long sizeOfAll(JsonNode items) {
        long bytes = 0;
        for (JsonNode item : items) {
            bytes += ItemSize.of(item);
        }
        return bytes;
    }

    private static boolean consistent(JsonNode request) {
        return request.path("ConsistentRead").asBoolean();
    }

    private synchronized void add(Units units) {
        counted = counted.plus(units);
    }

    private Tariff tariff(String table) throws IOException, InterruptedException {
        Tariff known = tariffs.get(table);
        if (known == null) {
            byte[] request = JSON.writeValueAsBytes(Map.of("TableName", table));
            known = Tariff.of(object(send("DescribeTable", request).body()).path("Table"));
            tariffs.put(table, known);
        }
        return known;
    }

    private static ObjectNode key(Tariff tariff, JsonNode item) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        tariff.key().forEach(name -> key.set(name, item.path(name)));
        return key;
    }

    /** A row as it is, empty if there is none. */
    private ObjectNode item(String table, ObjectNode key) throws IOException, InterruptedException {
        Map<String, Object> request = new HashMap<>(Map.of("TableName", table, "Key", key, "ConsistentRead", true));
        JsonNode item =
                object(send("GetItem", JSON.writeValueAsBytes(request)).body()).path("Item");
        return item instanceof ObjectNode found ? found : JsonNodeFactory.instance.objectNode();
    }

    private HttpResponse<byte[]> send(String operation, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(upstream)
                .header("Content-Type", JSON_1_0)
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                // DynamoDB Local wants credentials; any will do.
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request,"
                                + " SignedHeaders=host, Signature=none")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Reply reply(HttpResponse<byte[]> answer) {
        return new Reply.Answer(answer.statusCode(), Map.of("Content-Type", List.of(JSON_1_0)), answer.body());
    }

    private static ObjectNode object(byte[] body) throws IOException {
        JsonNode node = body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("not a JSON object");
    }
}
