"""The same event published twice, and the same SQS message again: the functions run, the receiver hears once."""

import json

from bounce import bounce
from facts import expect
from receiver import Receiver
from sluice import DISPATCH, Local
from waiting import until


def main():
    receiver = Receiver()
    with Local("--no-demo", "--allow", f"127.0.0.1:{receiver.port}") as local:
        endpoint = local.endpoint(receiver.url)
        message = bounce()[1]
        local.publish(message)
        delivery = local.delivery(endpoint["id"], "delivered")
        published_again(local, message)
        queued_again(local, endpoint["application"], delivery)
        until(lambda: local.sqs.in_flight(DISPATCH) + local.sqs.visible(DISPATCH) == 0, 10)
        expect("webhooks in all", 1, receiver.count())
        attempts = local.deliveries(endpoint["id"])[0]["attempts_made"]
        expect("attempts on the row", 1, attempts)


def published_again(local, message):
    before = local.count("no attempt: already_delivered")
    local.publish(message)
    until(lambda: local.count("no attempt: already_delivered") > before, 20)
    # Ingest prints its line after the send, so the dispatcher may be heard first.
    until(lambda: len(accepted_by(local)) >= 2, 20)
    accepted = accepted_by(local)
    expect("ingest invoked for the same event twice, duplicate", "False, True", ", ".join(str(a["duplicate"]) for a in accepted))
    expect("different SNS message ids", 2, len({a["sns_message_id"] for a in accepted}))
    expect("different event ids", 1, len({a["event_id"] for a in accepted}))
    expect("dispatcher invoked again for it: already_delivered", before + 1, local.count("no attempt: already_delivered"))


def accepted_by(local):
    return [json.loads(line) for line in list(local.lines) if '"event":"accepted"' in line]


def queued_again(local, application, delivery):
    before = local.count("no attempt: already_delivered")
    body = {"v": 1, "app": application, "event": delivery["event"], "endpoint": delivery["endpoint"], "series": 1}
    for _ in range(2):
        local.sqs.send(DISPATCH, body)
    until(lambda: local.count("no attempt: already_delivered") == before + 2, 20)
    expect(
        "dispatcher invoked for the same message, twice more: already_delivered",
        before + 2,
        local.count("no attempt: already_delivered"),
    )


main()
