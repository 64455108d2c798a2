"""One click reported three ways, and a second click: two events."""

import json
import uuid
from datetime import datetime, timedelta, timezone

from facts import expect
from inputs import after, invoke, publish, sns_event
from receiver import Receiver
from sluice import Local
from waiting import until


def click(message_id, at):
    moment = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    mail = {"timestamp": moment, "messageId": message_id, "source": "sender@example.com", "destination": ["reader@example.com"]}
    own = {"timestamp": moment, "ipAddress": "192.0.2.7", "link": "https://example.com/offer", "linkTags": None, "userAgent": "Proof/1"}
    return json.dumps({"eventType": "Click", "mail": mail, "click": own})


def main():
    receiver = Receiver()
    with Local("--no-demo", "--allow", f"127.0.0.1:{receiver.port}") as local:
        local.endpoint(receiver.url, event_types=["email.clicked"])
        message_id, now = f"proof-{uuid.uuid4()}", datetime.now(timezone.utc)
        first, second = click(message_id, now), click(message_id, now + timedelta(milliseconds=1700))
        same = sns_event(first)  # one SNS message id
        logged = []
        for action in (
            lambda: invoke(local, "ingest", same),
            lambda: invoke(local, "ingest", same),
            lambda: publish(local, first),
            lambda: publish(local, second),
        ):
            logged += after(local, action, 1)[1]
        expect("inputs, as ingest saw them: duplicate", "False, True, True, False", ", ".join(str(each.get("duplicate")) for each in logged))
        events = local.api("GET", "/v1/events?limit=100")[1]["data"]
        expect("events stored", 2, len(events))
        until(lambda: receiver.count() >= 2, 20)
        until(lambda: local.sqs.visible("sluice-dispatch") + local.sqs.in_flight("sluice-dispatch") == 0, 20)
        # Side by side, two messages of one delivery may both be posted before either is recorded: at least once, under one id.
        expect("different svix-ids at the receiver", 2, len({arrival.id for arrival in receiver.arrivals}))


main()
