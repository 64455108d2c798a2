"""What SES events change: suppressions and how far each mail has got."""

import json
import urllib.parse
import uuid
from datetime import datetime, timedelta, timezone

from facts import expect
from inputs import after, first, publish
from sluice import Local

EMAIL = str(uuid.uuid4())
START = datetime.now(timezone.utc) - timedelta(minutes=10)


def at(seconds):
    return (START + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event(type_, own, to, seconds, message_id):
    key = type_[0].lower() + type_[1:]
    mail = {"timestamp": at(0), "messageId": message_id, "source": "a@shop.example", "destination": [to], "tags": {"X-Entity-ID": [EMAIL]}}
    return json.dumps({"eventType": type_, "mail": mail, key: {"timestamp": at(seconds), **own}})


def bounce(kind, to, seconds, message_id):
    own = {"bounceType": kind, "bounceSubType": "General", "bouncedRecipients": [{"emailAddress": to}], "feedbackId": f"f-{uuid.uuid4()}"}
    return event("Bounce", own, to, seconds, message_id)


def complaint(feedback, to, seconds, message_id):
    own = {"complainedRecipients": [{"emailAddress": to}], "complaintFeedbackType": feedback, "feedbackId": f"f-{uuid.uuid4()}"}
    return event("Complaint", own, to, seconds, message_id)


def main():
    with Local("--no-demo") as local:

        def tell(document):
            return first(after(local, lambda: publish(local, document), 1)[1]).get("event", "nothing logged")

        def suppressed():
            return [(s["email"], s["reason"]) for s in local.api("GET", "/v1/suppressions?limit=100")[1]["data"]]

        def gone(method):
            return local.api(method, "/v1/suppressions?email=" + urllib.parse.quote("gone@mail.example"))

        hard = bounce("Permanent", "Gone <Gone@Mail.example>", 5, "m-hard")
        reports = [
            hard,
            bounce("Transient", "full@mail.example", 5, "m-soft"),
            bounce("Undetermined", "maybe@mail.example", 5, "m-maybe"),
            complaint("abuse", "angry@mail.example", 9, "m-spam"),
            complaint("not-spam", "fine@mail.example", 9, "m-fine"),
        ]
        expect("three bounces and two complaints", ["accepted"] * 5, lambda: [tell(document) for document in reports])
        expect("suppressed", [("angry@mail.example", "complained"), ("gone@mail.example", "bounced")], suppressed)
        expect("removed", 204, lambda: gone("DELETE")[0])
        expect("the same bounce again", "accepted", lambda: tell(hard))
        expect("suppressed after the same bounce comes again", [("angry@mail.example", "complained")], suppressed)
        expect("the removed address, asked for by name", [], lambda: gone("GET")[1]["data"])
        expect("added by hand", 201, lambda: local.api("POST", "/v1/suppressions", {"email": "Me@Mail.example"})[0])
        expect("suppressed in the end", [("angry@mail.example", "complained"), ("me@mail.example", "manual")], suppressed)

        one = "m-story"
        story = [
            event("Delivery", {"recipients": ["r@mail.example"], "smtpResponse": "250 ok", "processingTimeMillis": 1}, "r@mail.example", 4, one),
            event("DeliveryDelay", {"delayType": "MailboxFull", "delayedRecipients": [{"emailAddress": "r@mail.example"}]}, "r@mail.example", 2, one),
            event("Send", {}, "r@mail.example", 1, one),
        ]

        def state_after(document):
            told = tell(document)
            return status(local, one)["state"] if told == "accepted" else told

        for document, name in zip(story, ("delivery", "the late delay", "the late send")):
            expect(f"state after {name}", "delivered", lambda: state_after(document))
        expect("state after a bounce after the delivery", "bounced", lambda: state_after(bounce("Permanent", "r@mail.example", 60, one)))
        opened = {"ipAddress": "192.0.2.7", "userAgent": "Proof/1"}
        expect("state after an open after that", "bounced", lambda: state_after(event("Open", opened, "r@mail.example", 90, one)))

        def reported():
            return ", ".join(r["state"] for r in sorted(status(local, one)["reports"], key=lambda r: r["at"]))

        def mails():
            return [m["message_id"] for m in local.api("GET", f"/v1/emails/{EMAIL.upper()}/status")[1]["data"]]

        expect("what was reported, by its own time", "sent, delayed, delivered, bounced, opened", reported)
        expect("found by the email's own id, in any case", True, lambda: one in mails())
        unsaid = lambda: "{state}, {reports}".format(**status(local, "m-fine"))
        expect("state and reports of a mail of which only not-spam is known", "None, []", unsaid)
        expect("an email nobody told of", 404, lambda: local.api("GET", "/v1/emails/unheard-of/status")[0])


def status(local, message_id):
    return local.api("GET", f"/v1/emails/{message_id}/status")[1]["data"][0]


main()
