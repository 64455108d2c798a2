package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import org.junit.jupiter.api.Test;

final class FailuresTest {

    @Test
    void answersABugWithoutSayingWhatItChokedOn() {
        TestApi api = new TestApi(parts -> parts.random = () -> {
            throw new IllegalStateException("cannot use whsec_hidden");
        });

        Reply reply = api.admin().post("/v1/applications", "{\"name\":\"hidden too\"}");

        // The first admin key needs randomness already; whichever request it is, the answer is the same.
        reply.isProblem(500, "internal");
        assertThat(reply.at("request_id")).isEqualTo(TestContext.REQUEST_ID);
        assertThat(reply.text())
                .doesNotContain("hidden")
                .doesNotContain("Exception")
                .doesNotContain("at dev.");
        assertThat(api.context.lines)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                TestContext.REQUEST_ID,
                                "POST /v1/applications",
                                "java.lang.IllegalStateException at dev.sluice.")
                        .doesNotContain("hidden")
                        .doesNotContain(TestApi.ADMIN_KEY)
                        .endsWith("}\n"));
    }

    @Test
    void answersAQueueThatTakesNothingAsAnOutage() {
        TestApi api = new TestApi();
        TestApi.Tenant one = api.tenant("one");
        one.client()
                .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/\"}")
                .is(201);
        api.queue.refuse(message -> true);

        Reply reply = one.client().post("/v1/events", "{\"type\":\"a\",\"data\":{}}");

        reply.isProblem(503, "unavailable");
        assertThat(reply.at("request_id")).isEqualTo(TestContext.REQUEST_ID);
        assertThat(api.context.lines).singleElement().asString().contains("NotAccepted");
    }

    @Test
    void logsNothingAboutWhatAClientGotWrong() {
        TestApi api = new TestApi();

        api.admin().post("/v1/applications", "{").isProblem(400, "invalid_json");

        assertThat(api.context.lines).isEmpty();
    }

    @Test
    void answersEvenAnEventThatIsNone() {
        TestApi api = new TestApi();

        api.handle(new APIGatewayV2HTTPEvent()).isProblem(500, "internal");

        assertThat(api.context.lines).hasSize(1);
    }
}
