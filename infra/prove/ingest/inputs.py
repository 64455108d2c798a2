"""Ways in: each sends bytes to a running system and says what became of them, in the words of `normalize`."""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request

from waiting import until

SOURCE_QUEUE = "sluice-source"
TOLD = ("accepted", "control", "rejected")


def post(url, body, headers=None):
    """Status, JSON and headers of an answer; status 0 and why where there is none."""
    request = urllib.request.Request(url, data=body, headers=headers or {}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, _json(answer.read()), dict(answer.headers)
    except urllib.error.HTTPError as e:
        return e.code, _json(e.read()), dict(e.headers)
    except OSError as e:
        return 0, f"no answer ({e})", {}


def _json(text):
    try:
        return json.loads(text or b"null")
    except ValueError:
        return text.decode("utf-8", "replace")


def first(found):
    """The first of some JSON objects; where there is none an empty one, in which whatever is looked for is missing."""
    return next(iter(found or []), {})


def told_since(local, start):
    """What the functions logged of inputs since then, in order."""
    found = []
    for line in local.lines[start:]:
        if line.startswith("{"):
            try:
                logged = json.loads(line)
            except ValueError:
                continue
            if logged.get("event") in TOLD:
                found.append(logged)
    return found


def after(local, action, count, seconds=20):
    """Does something; the first `count` outcomes that are logged after it."""
    start = len(local.lines)
    answer = action()
    until(lambda: len(told_since(local, start)) >= count, seconds, every=0.02)
    return answer, told_since(local, start)


def line_of(local, logged, record=0):
    """A line as `normalize` prints it, of an outcome that was logged or answered: an accepted event is read back from the API."""
    outcome = logged.get("outcome") or logged["event"]
    if outcome == "rejected":
        _, kept = local.api("GET", f"/v1/quarantine/{logged['quarantine']}")  # all of these are the application's own
        return {"record": record, "outcome": outcome, "reason": kept.get("reason"), "message": kept.get("message")}
    if outcome != "accepted":
        return {"record": record, "outcome": outcome, "reason": logged.get("reason"), "message": logged.get("message", "")}
    event_id = logged.get("event_id") or logged["event"]
    status, event = local.api("GET", f"/v1/events/{event_id}?application={logged['application']}" if logged.get("application") else f"/v1/events/{event_id}")
    if status != 200:
        return {"record": record, "outcome": f"event {event_id} answered {status}"}
    return {"record": record, "outcome": "accepted", "event": {"source": {}, **event}, "duplicate": logged.get("duplicate")}


def invoke(local, function, payload):
    """The synchronous answer of a function: status, JSON, whether it failed."""
    url = f"{local.greeting['Lambda']}/2015-03-31/functions/{function}/invocations"
    status, answer, headers = post(url, payload, {"Content-Type": "application/json"})
    return status, answer, headers.get("X-Amz-Function-Error") or headers.get("x-amz-function-error")


def sns_event(*messages, topic="arn:aws:sns:us-east-1:000000000000:ses-events"):
    """What SNS hands to a function."""
    return json.dumps(
        {
            "Records": [
                {
                    "EventSource": "aws:sns",
                    "EventVersion": "1.0",
                    "EventSubscriptionArn": topic + ":1",
                    "Sns": {
                        "Type": "Notification",
                        "MessageId": f"sns-{time.time_ns()}-{i}",
                        "TopicArn": topic,
                        "Subject": None,
                        "Message": message,
                        "Timestamp": "2026-01-01T00:00:00.000Z",
                        "SignatureVersion": "1",
                        "Signature": "EXAMPLE",
                        "SigningCertUrl": "EXAMPLE",
                        "UnsubscribeUrl": "EXAMPLE",
                        "MessageAttributes": {},
                    },
                }
                for i, message in enumerate(messages)
            ]
        }
    ).encode()


def stripe_header(secret, body, at=None):
    at = int(time.time()) if at is None else at
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def webhook_headers(secret, body, message_id, at=None):
    """Standard Webhooks' three."""
    at = int(time.time()) if at is None else at
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message_id}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
        "Content-Type": "application/json",
    }


def publish(local, message, topic=None):
    """To SNS; the message id, or None."""
    form = urllib.parse.urlencode({"Action": "Publish", "TopicArn": topic or local.topic, "Message": message}).encode()
    status, answer, _ = post(local.sns_url + "/", form)
    return status == 200
