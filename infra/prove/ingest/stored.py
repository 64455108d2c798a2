"""The facts of the inputs of others again, of what is stored: every case is sent to the running system by each door that fits it, and the
stored event is judged by the scorer's own rules. Before them, inputs of our own by the same doors."""

import importlib.machinery
import importlib.util
import json
from collections import Counter

from facts import expect, expect_between, not_run, note
from finer import CUT, deliveries, thin_events
from inputs import SOURCE_QUEUE, after, invoke, line_of, post, publish, stripe_header
from project import FIXTURES
from sluice import Local

PUBLIC = FIXTURES / "public"
SECRET = "whsec_of_the_proof"


def scorer():
    loader = importlib.machinery.SourceFileLoader("score", str(FIXTURES / "score"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("score", loader))
    loader.exec_module(module)
    return module


def records_of(document):
    records = document.get("Records") if isinstance(document, dict) else None
    return len(records) if isinstance(records, list) and records else 1


def parsed(raw):
    try:
        return json.loads(raw)
    except ValueError:
        return None


def lines(local, logged, count):
    return [line_of(local, each, i) for i, each in enumerate(logged[:count])]


def by_bus(local, raw, document, _):
    """The EventBridge function, invoked with the bytes as they are."""
    if document is None:
        return None  # Lambda hands over nothing but JSON
    count = records_of(document)
    (status, answer, error), logged = after(local, lambda: invoke(local, "ingest-bus", raw), count)
    if status != 200 or error:
        return [{"record": 0, "outcome": f"function answered {status} {error}: {answer}"}]
    return lines(local, logged, count)


def by_queue(local, raw, document, _):
    """A message in the source queue: what stands in the records of an SQS event, else the document itself."""
    records = document.get("Records") if isinstance(document, dict) else None
    if isinstance(records, list) and records and "body" in records[0]:
        bodies = [record["body"] for record in records]
    elif isinstance(records, list) and records:
        return None  # another service's event, which no queue carries
    else:
        bodies = [raw.decode("utf-8")]
    found = []
    for i, body in enumerate(bodies):
        if not body or len(body.encode()) > 262_144 or any(ord(c) < 9 for c in body):
            return None  # nothing that SQS takes
        _, logged = after(local, lambda: local.sqs.call("SendMessage", QueueUrl=local.sqs.url(SOURCE_QUEUE), MessageBody=body), 1)
        found += [line_of(local, each, i) for each in logged[:1]] or [{"record": i, "outcome": "nothing logged"}]
    return found


def by_sns(local, raw, document, _):
    """Published to the topic: the text inside the envelope, or the document itself."""
    if not isinstance(document, dict) or "Records" in document or document.get("Type", "Notification") != "Notification":
        return None
    message = document["Message"] if "Message" in document else raw.decode("utf-8")
    if not isinstance(message, str) or not message or len(message.encode()) > 262_144 or "detail-type" in document:
        return None
    _, logged = after(local, lambda: publish(local, message), 1)
    return lines(local, logged, 1)


def by_sns_http(local, raw, document, _):
    """The same to the topic whose subscriber is POST /events/ses, with SNS's signature."""
    if not isinstance(document, dict) or "Records" in document or document.get("Type", "Notification") != "Notification":
        return None
    message = document["Message"] if "Message" in document else raw.decode("utf-8")
    if not isinstance(message, str) or not message or len(message.encode()) > 262_144 or "detail-type" in document:
        return None
    _, logged = after(local, lambda: publish(local, message, local.topic + "-http"), 1)
    return lines(local, logged, 1)


def by_source(local, raw, document, source):
    """Signed and posted to a Stripe source's own address; Stripe's documents alone."""
    if not isinstance(document, dict) or not str(document.get("object", "")).endswith("event"):
        return None
    status, answer, _ = post(f"{local.api_url}/v1/sources/{source}", raw, {"Stripe-Signature": stripe_header(SECRET, raw)})
    if status != 200:
        return [{"record": 0, "outcome": f"answered {status}: {answer}"}]
    return [line_of(local, each, i) for i, each in enumerate(answer["outcomes"])]


DOORS = {"EventBridge": by_bus, "SQS": by_queue, "SNS to Lambda": by_sns, "SNS over HTTP": by_sns_http, "Stripe source": by_source}
FEWEST = {"EventBridge": 76, "SQS": 73, "SNS to Lambda": 59, "SNS over HTTP": 59, "Stripe source": 8}


def stripe_source(local):
    status, made = local.api("POST", "/v1/sources", {"kind": "stripe", "name": "proof", "secret": SECRET})
    if status != 201:
        raise RuntimeError(f"a source: {status} {made}")
    return made["id"]


def finer(local):
    """A time is cut below the millisecond, not rounded."""
    source = stripe_source(local)
    for door, send in DOORS.items():

        def created_at():
            inputs = thin_events() if send is by_source else deliveries()
            return [line["event"]["created_at"] for raw in inputs for line in send(local, raw, parsed(raw), source)]

        expect(f"{door}: times finer than a millisecond", list(CUT.values()), created_at)


def main():
    with Local("--no-demo") as local:
        finer(local)
    if not PUBLIC.exists():
        return not_run("the facts of stored events", "the inputs of others are not beside the repository")
    score = scorer()
    cases = [c for c in json.loads((PUBLIC / "MANIFEST.json").read_text())["cases"] if not c["category"].startswith("signature/")]
    left, sent, wrong = {door: cases for door in DOORS}, Counter(), {door: [] for door in DOORS}
    systems = 0
    while any(left.values()):
        # Many of these inputs report one occurrence with other facts: the first of them is stored, the others are its duplicates. They are
        # sent again to a system that has heard of none.
        systems += 1
        for door, send in DOORS.items():
            if left[door]:
                with Local("--no-demo") as local:
                    left[door] = attempt(local, score, door, send, left[door], sent, wrong)
    note(f"{systems} systems a door, until no case was another's duplicate")
    for door in DOORS:
        expect_between(f"{door}: cases sent", FEWEST[door], len(cases), sent[door])
        expect(f"{door}: wrong", [], wrong[door])


def attempt(local, score, door, send, cases, sent, wrong):
    """Sends these; which of them were not stored because another was."""
    source = stripe_source(local)
    again = []
    for case in cases:
        raw = (PUBLIC / case["file"]).read_bytes()
        found = send(local, raw, parsed(raw), source)
        if found is None:
            continue
        problems = score.check(case, found)
        if problems and any(str(line.get("duplicate")) == "True" for line in found):
            again.append(case)
            continue
        sent[door] += 1
        if problems:
            wrong[door].append(case["file"])
            note(f"{door}: {case['file']}: {'; '.join(problems)[:200]}")
    if len(again) == len(cases):  # duplicates of nothing: the next system would say so again
        wrong[door] += [case["file"] for case in again]
        return []
    return again


main()
