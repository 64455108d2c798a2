package dev.sluice.dispatcher;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.delivery.WebhookSender;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Takes what is sent, and answers as it was told, one answer a request; 200 when it was told nothing else. */
final class ScriptedReceiver implements WebhookSender {

    private final Deque<Function<WebhookRequest, AttemptResult>> script = new ArrayDeque<>();
    private final List<WebhookRequest> requests = new ArrayList<>();
    private Function<WebhookRequest, AttemptResult> otherwise = any -> answer(200);

    @Override
    public AttemptResult send(WebhookRequest request) {
        return next(request).apply(request);
    }

    private synchronized Function<WebhookRequest, AttemptResult> next(WebhookRequest request) {
        requests.add(request);
        return script.isEmpty() ? otherwise : script.remove();
    }

    synchronized ScriptedReceiver then(Function<WebhookRequest, AttemptResult> answer) {
        script.add(answer);
        return this;
    }

    /** What it answers from now on when it was told nothing more. */
    synchronized void always(Function<WebhookRequest, AttemptResult> answer) {
        otherwise = answer;
    }

    ScriptedReceiver then(int... statuses) {
        for (int status : statuses) {
            then(any -> answer(status));
        }
        return this;
    }

    /** What arrived, in order. */
    synchronized List<WebhookRequest> requests() {
        return List.copyOf(requests);
    }

    static AttemptResult answer(int status) {
        byte[] body = ("status " + status).getBytes(StandardCharsets.UTF_8);
        return new AttemptResult.Answered(status, Map.of("server", "scripted"), body, false);
    }
}
