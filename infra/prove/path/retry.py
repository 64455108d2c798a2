"""A receiver that fails twice: the same message three times, each wait as decided, in flight in SQS meanwhile."""

import json

from bounce import bounce
from facts import expect, expect_between, not_run
from receiver import Receiver
from sluice import DISPATCH, Local
from waiting import until
import signing

SLACK_MS = 2500  # whole seconds of SQS, rounded up, and a machine that does other things


def main():
    receiver = Receiver()
    receiver.answer(500, 500, 200)
    with Local("--no-demo", "--allow", f"127.0.0.1:{receiver.port}", "--retry-schedule", "3s,5s") as local:
        endpoint = local.endpoint(receiver.url)
        document = bounce()[1]
        local.publish(document)
        waits = [decided(local, attempt) for attempt in (1, 2)]
        until(lambda: receiver.count() >= 3, 30)
        delivery = local.delivery(endpoint["id"], "delivered")
        same_message(receiver.arrivals, json.loads(document)["bounce"]["timestamp"])
        for attempt, wait in enumerate(waits, 1):
            gap = round((receiver.arrivals[attempt].at - receiver.arrivals[attempt - 1].at) * 1000)
            expect_between(f"ms from attempt {attempt} to the next, {wait} were decided", wait, wait + SLACK_MS, gap)
        fresh_signatures(receiver.arrivals, endpoint["secret"])
        expect("state by the API", "delivered", delivery["state"])
        attempts = [f"{a['number']}:{a['status']}" for a in delivery["attempts"]]
        expect("attempts by the API", "1:500, 2:500, 3:200", ", ".join(attempts))
        until(lambda: local.sqs.in_flight(DISPATCH) == 0, 10)
        expect("messages in DispatchQueue afterwards", 0, local.sqs.in_flight(DISPATCH) + local.sqs.visible(DISPATCH))
        expect("webhooks in all", 3, receiver.count())


def decided(local, attempt):
    """The wait that the console says, while what waits is looked at in SQS."""
    line = local.line(rf"attempt {attempt}  500 .* again in (\d+) ms", 30)
    if not line:
        raise RuntimeError(f"attempt {attempt} did not come: {local.lines[-5:]}")
    until(lambda: local.sqs.in_flight(DISPATCH) == 1, 1)
    states = f"{local.sqs.in_flight(DISPATCH)} in flight, {local.sqs.visible(DISPATCH)} visible"
    expect(f"DispatchQueue while attempt {attempt + 1} is waited for", "1 in flight, 0 visible", states)
    return int(line.group(1))


def same_message(arrivals, moment):
    expect("attempts that arrived", 3, len(arrivals))
    expect("different svix-ids", 1, len({a.id for a in arrivals}))
    expect("different bodies, byte by byte", 1, len({a.body for a in arrivals}))
    stamps = [int(a.headers["svix-timestamp"]) for a in arrivals]
    expect("different svix-timestamps", 3, len(set(stamps)))
    expect("svix-timestamps rise", stamps, sorted(stamps))
    expect("created_at is the bounce's own time", moment, json.loads(arrivals[0].body)["created_at"])


def fresh_signatures(arrivals, secret):
    expect("attempts that OpenSend's formula verifies", 3, sum(signing.opensend_verifies(secret, a) for a in arrivals))
    unavailable = signing.svix_unavailable()
    if unavailable:
        not_run("attempts that the official svix package verifies", unavailable)
    else:
        expect("attempts that the official svix package verifies", 3, signing.svix_verdicts(secret, arrivals).count("valid"))


main()
