package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.emulators.function.RuntimeApi.Answer;
import dev.sluice.emulators.receiver.Received;
import dev.sluice.emulators.receiver.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** The files, and what goes wrong, by each {@code function.zip} as deployed under the real runtime interface client. */
final class FunctionZipsIT extends EventFilesContract {

    @TempDir
    static Path directory;

    private static final Map<Function, FunctionProcess> PROCESSES = new EnumMap<>(Function.class);

    private static Surroundings world;

    @BeforeAll
    static void start() throws IOException {
        world = Surroundings.start();
    }

    @AfterAll
    static void close() throws IOException {
        PROCESSES.values().forEach(FunctionProcess::close);
        if (world != null) {
            world.close();
        }
    }

    @Override
    Surroundings world() {
        return world;
    }

    @Override
    String subject() {
        return "function.zip";
    }

    @Override
    String invoke(Function function, String event) throws Exception {
        FunctionProcess process = process(function);
        Answer answer = process.invoke(event);
        assertThat(answer).as(process.printed()).isInstanceOf(Answer.Response.class);
        return ((Answer.Response) answer).json();
    }

    @Test
    void aBounceComesOutAsAWebhook() throws Exception {
        Message message = ingestedBounce();

        String answer = invoke(Function.DISPATCHER, EventFiles.batchOf(message));

        state("SNS to webhook", "answer", "{\"batchItemFailures\":[]}", answer);
        List<Received> webhooks = world.receiver().received(Surroundings.PATH);
        state("SNS to webhook", "webhooks", 1, webhooks.size());
        JsonNode body = EventFiles.JSON.readTree(webhooks.getFirst().text());
        state("SNS to webhook", "type", "email.bounced", body.path("type").asText());
        state("SNS to webhook", "signature verifies", true, world.verifies(webhooks.getFirst()));
        state("SNS to webhook", "delivery row says delivered", true, isDelivered(one(message)));
    }

    @Test
    void aWebhookThatIsNotTakenIsReportedByItsMessage() throws Exception {
        world.receiver().script(Surroundings.PATH, Script.statuses(500, 200));
        Message message = ingestedBounce();

        String answer = invoke(Function.DISPATCHER, EventFiles.batchOf(message));

        state(
                "receiver answers 500",
                "answer",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + message.messageId() + "\"}]}",
                answer);
        state("receiver answers 500", "delivery row says delivered", false, isDelivered(one(message)));
        world.receiver().script(Surroundings.PATH, Script.statuses(200));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"INGEST", "INGEST_BUS"})
    void anEventThatCannotBeReadIsAnErrorAndNotTheEnd(Function function) throws Exception {
        FunctionProcess process = process(function);

        Answer answer = process.invoke("{\"Records\":\"none\",\"requestContext\":[],\"detail\":\"{}\"");

        assertThat(answer).isInstanceOf(Answer.Failure.class);
        JsonNode error = EventFiles.JSON.readTree(((Answer.Failure) answer).json());
        state(function + " unreadable event", "error has a type", true, error.hasNonNull("errorType"));
        state(function + " unreadable event", "error has a message", true, error.hasNonNull("errorMessage"));
        state(
                function + " unreadable event",
                "kind of answer to the next event",
                "Response",
                process.invoke(harmless(function)).getClass().getSimpleName());
    }

    /** Their handlers read by themselves, and keep what they cannot read. */
    @ParameterizedTest
    @EnumSource(names = {"INGEST", "INGEST_BUS"})
    void anEventThatCannotBeReadIsKeptByTheFunctionThatTakesBytes(Function function) throws Exception {
        String event = "{\"Records\":\"" + function + "\",\"requestContext\":[],\"detail\":\"{}\"";

        state(function + " unreadable event", "answer", "null", invoke(function, event));

        List<String> kept = world.stack().quarantine().list(world.app(), null, 100).stream()
                .filter(each -> each.reason().equals("invalid_json"))
                .flatMap(each -> world.stack().quarantine().raw(world.app(), each.id()).stream())
                .map(raw -> new String(raw, StandardCharsets.UTF_8))
                .toList();
        assertThat(kept).containsOnlyOnce(event);
    }

    @ParameterizedTest
    @EnumSource(Function.class)
    void aMissingVariableEndsTheStartAndIsNamed(Function function) throws Exception {
        Map<String, String> environment = new HashMap<>(world.environment());
        environment.remove("SLUICE_TABLE");

        try (FunctionProcess process =
                FunctionProcess.start(function, unpacked(function.name() + "-without-table", function), environment)) {
            Answer answer = process.invoke(harmless(function));

            state(
                    function + " without SLUICE_TABLE",
                    "kind of answer",
                    "InitFailure",
                    answer.getClass().getSimpleName());
            assertThat(((Answer.InitFailure) answer).json()).contains("SLUICE_TABLE");
        }
    }

    /** The message in the queue of a bounce that nobody has told of before. */
    private Message ingestedBounce() throws Exception {
        ObjectNode notification = (ObjectNode) EventFiles.json("ses-bounce.json");
        ObjectNode sns = (ObjectNode) notification.at("/Records/0/Sns");
        ObjectNode ses =
                (ObjectNode) EventFiles.JSON.readTree(sns.path("Message").textValue());
        ((ObjectNode) ses.path("mail")).put("messageId", UUID.randomUUID().toString());
        sns.put("Message", ses.toString());
        invoke(Function.INGEST, notification.toString());
        return world.receive().getFirst();
    }

    private static One one(Message message) {
        return (One) DispatchMessageText.read(message.body());
    }

    /** An event that is answered and changes nothing. */
    private static String harmless(Function function) {
        return switch (function) {
            case INGEST, INGEST_BUS -> EventFiles.text("ses-control.json");
            case INGEST_QUEUE, DISPATCHER -> "{\"Records\":[]}";
            case SCHEDULER -> EventFiles.text("tick.json");
            case API -> EventFiles.text("http-health.json");
        };
    }

    private static FunctionProcess process(Function function) throws IOException {
        FunctionProcess process = PROCESSES.get(function);
        if (process == null) {
            process = FunctionProcess.start(function, unpacked(function.name(), function), world.environment());
            PROCESSES.put(function, process);
        }
        return process;
    }

    private static Path unpacked(String name, Function function) throws IOException {
        return function.unpack(Files.createDirectory(directory.resolve(name)));
    }
}
