package dev.sluice.local;

import dev.sluice.emulators.sns.SnsEmulator;
import dev.sluice.local.LocalOptions.Part;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** What is printed when a local system is ready: addresses, the key, and commands to paste. */
final class Greeting {

    private Greeting() {}

    static void print(LocalSystem system, PrintWriter out) {
        boolean demo = system.options().demo();
        out.println("Sluice is ready.");
        out.println();
        line(out, "API", system.address(Part.API));
        line(out, "SNS", system.address(Part.SNS) + "  topic " + SnsEmulator.topicArn(LocalSystem.TOPIC));
        line(out, "", "topic " + SnsEmulator.topicArn(LocalSystem.HTTP_TOPIC) + ", by HTTP to /events/ses");
        line(out, "SQS", system.address(Part.SQS));
        line(out, "SQS source", system.sourceQueue());
        line(out, "Lambda", system.address(Part.LAMBDA) + "  functions " + String.join(", ", system.functionNames()));
        line(out, "DynamoDB", system.address(Part.DYNAMODB));
        line(out, "SES outbox", system.address(Part.SES));
        if (demo) {
            line(out, "receiver", system.address(Part.RECEIVER) + Demo.PATH);
        }
        if (system.options().hasKms()) {
            line(out, "KMS", system.address(Part.KMS) + "  key " + LocalKms.KEY);
        }
        line(out, "key", system.key());
        line(out, "admin key", system.adminKey());
        line(out, "sam local", "--env-vars " + system.samVariables());
        Path data = system.options().data();
        line(out, "data", Optional.ofNullable(data).map(Path::toString).orElse("in memory; --data DIR keeps it"));
        out.println();
        out.println("Publish an SES bounce:");
        out.println();
        out.println("  " + publish(system));
        out.println();
        out.println("See what became of it:");
        out.println();
        String shown = system.demoEndpoint()
                .map(endpoint -> "/v1/endpoints/" + endpoint + "/deliveries?limit=1")
                .orElse("/v1/events?limit=1");
        out.println(
                "  curl -s -H 'Authorization: Bearer " + system.key() + "' '" + system.address(Part.API) + shown + "'");
        out.println();
        out.flush();
    }

    private static String publish(LocalSystem system) {
        return "curl -s " + system.address(Part.SNS) + "/ -d Action=Publish --data-urlencode TopicArn="
                + SnsEmulator.topicArn(LocalSystem.TOPIC)
                + " --data-urlencode Message@" + LocalSystem.home().resolve("infra/events/ses-bounce-message.json");
    }

    private static void line(PrintWriter out, String name, Object value) {
        out.println("  %-11s %s".formatted(name, value));
    }
}
