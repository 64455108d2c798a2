"""One click reported three ways, and a second click: two events. A click on another link in the same millisecond is one more."""

import json
import uuid
from datetime import datetime, timedelta, timezone

from facts import expect
from inputs import after, invoke, publish, sns_event
from receiver import Receiver
from sluice import Local
from waiting import until


def click(message_id, at, link="https://example.com/offer"):
    moment = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    mail = {"timestamp": moment, "messageId": message_id, "source": "sender@example.com", "destination": ["reader@example.com"]}
    own = {"timestamp": moment, "ipAddress": "192.0.2.7", "link": link, "linkTags": None, "userAgent": "Proof/1"}
    return json.dumps({"eventType": "Click", "mail": mail, "click": own})


def links_of(local):
    events = local.api("GET", "/v1/events?limit=100")[1]["data"]
    return [local.api("GET", f"/v1/events/{event['id']}")[1]["data"]["click"]["url"] for event in events]


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
        expect("events stored", 2, lambda: len(local.api("GET", "/v1/events?limit=100")[1]["data"]))
        until(lambda: receiver.count() >= 2, 20)
        until(lambda: local.sqs.visible("sluice-dispatch") + local.sqs.in_flight("sluice-dispatch") == 0, 20)
        # Side by side, two messages of one delivery may both be posted before either is recorded: at least once, under one id.
        expect("different svix-ids at the receiver", 2, len({arrival.id for arrival in receiver.arrivals}))

        other = click(message_id, now, "https://example.com/other")
        logged = after(local, lambda: publish(local, other), 1)[1]
        expect("another link in the same millisecond: duplicate", "False", lambda: logged[0].get("duplicate"))
        expect("events stored with it", 3, lambda: len(local.api("GET", "/v1/events?limit=100")[1]["data"]))
        links = ["https://example.com/offer", "https://example.com/offer", "https://example.com/other"]
        expect("their links", links, lambda: sorted(links_of(local)))
        until(lambda: len({arrival.id for arrival in receiver.arrivals}) >= 3, 20)
        expect("different svix-ids with it", 3, lambda: len({arrival.id for arrival in receiver.arrivals}))


main()
