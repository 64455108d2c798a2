"""Deliveries that died are counted by cause, redriven on the ramp, called off and purged; what was sent is sent again, what was missed is
made up for. Nothing but HTTP, and SQS for the pointers."""

import json
import re
import time
import urllib.parse
import urllib.request
from collections import Counter
from datetime import datetime, timedelta, timezone

from commands import Commands
from facts import expect, expect_between
from receiver import Receiver
from sluice import DEAD_LETTER, DISPATCH, Local, free_ports
from waiting import until

RAMP = 90  # a tick, a minute's share, and a slow machine


def main():
    receiver = Receiver()
    closed = free_ports()  # nobody listens there
    allowed = ["--allow", f"127.0.0.1:{receiver.port}", "--allow", f"127.0.0.1:{closed}"]
    with Local("--no-demo", *allowed, port=free_ports(closed + 10)) as local:
        begun = now()
        failing = Endpoint(local, receiver, "one", retry_4xx=False)
        unreachable = Endpoint(local, receiver, "two", url=f"http://127.0.0.1:{closed}/")
        group(die, local, receiver, failing, unreachable)
        group(redrive, local, receiver, failing, unreachable)
        group(purge, local, failing)
        group(console, local, receiver)
        group(replay, local, receiver, failing)
        group(recover, local, receiver, failing, begun)
        group(ramp, local, receiver)
        group(commands, local, receiver)
        group(tenants, local, failing)
        group(expired, local, receiver)


def group(facts, *arguments):
    """The facts of one kind; where one lacks what the next needs, those of the other kinds are stated all the same."""
    try:
        facts(*arguments)
    except Exception as e:
        expect(f"{facts.__name__}: how it ended", "at its end", f"{type(e).__name__}: {e}")


class Endpoint:
    """One with a type of its own, so that no event is for two, and with one attempt for each."""

    def __init__(self, local, receiver, name, url=None, **more):
        self.local, self.type = local, f"proof.{name}"
        self.url = url or f"{receiver.url}/{name}"
        self.id = local.endpoint(self.url, event_types=[self.type], retry_schedule="", **more)["id"]

    def post(self, number=1):
        return [ok(self.local.api("POST", "/v1/events", {"type": self.type, "data": {"number": i}}), 202)["id"] for i in range(number)]

    def rows(self):
        return self.local.deliveries(self.id)

    def states(self):
        return dict(sorted(Counter(row["state"] for row in self.rows()).items()))

    def reaches(self, states, seconds=RAMP):
        """The states of its deliveries, once they are these; as they are if that does not come."""
        until(lambda: self.states() == states, seconds, every=0.3)
        return self.states()


def die(local, receiver, failing, unreachable):
    receiver.answer(500, 500, 500, 404)
    for _ in range(4):  # one after another: each has the answer that is meant for it
        before = failing.states().get("dead", 0)
        failing.post()
        failing.reaches({"dead": before + 1}, 30)
    unreachable.post(2)
    unreachable.reaches({"dead": 2}, 30)

    expect("dead by endpoint and cause", ["one retries_exhausted status 500: 3", "one client_error status 404: 1", "two retries_exhausted connect: 2"], listed(local, failing, unreachable))
    rows = [row for row in failing.rows() if row["cause"]["reason"] == "retries_exhausted"]
    group = next(g for g in dead_letters(local) if g["cause"].get("status") == 500)
    expect("first and last death of a cause", f"{min(r['dead_at'] for r in rows)} {max(r['dead_at'] for r in rows)}", f"{group['first_dead_at']} {group['last_dead_at']}")
    expect("its example is the last", max(rows, key=lambda r: r["dead_at"])["id"], group["example"])
    expect("of one endpoint", 2, len(dead_letters(local, endpoint=failing.id)))
    expect("of one failure class", 2, sum(g["count"] for g in dead_letters(local, failure="connect")))
    expect("depth of DeadLetterQueue", 6, settled(lambda: local.sqs.visible(DEAD_LETTER), 6))
    expect("dead_unresolved of the scheduler's tick", 6, settled(lambda: dead_unresolved(local), 6))


def redrive(local, receiver, failing, unreachable):
    receiver.answer(200)
    dry = ok(local.api("POST", "/v1/dead-letters/redrive", {"endpoint": failing.id, "dry_run": True}))
    expect("dry run: matched, redriven", "4 0", f"{dry['matched']} {dry['redriven']}")
    expect("a dry run moves nothing", {"dead": 4}, failing.states())

    one = [row for row in failing.rows() if row["cause"].get("status") == 500]
    first, second, third = sorted(one, key=lambda row: row["dead_at"])
    held = ok(local.api("POST", f"/v1/deliveries/{first['id']}/redrive"))
    expect("one redriven: state, reason, series", "held redrive 2", f"{held['state']} {held['hold_reason']} {held['series']}")
    again = ok(local.api("POST", f"/v1/deliveries/{first['id']}/redrive"))
    expect("asked twice: series", 2, again["series"])
    expect("it is delivered, the others stay dead", {"dead": 3, "delivered": 1}, failing.reaches({"dead": 3, "delivered": 1}))

    by_cause = ok(local.api("POST", "/v1/dead-letters/redrive", {"reason": "client_error"}))
    expect("a cause: redriven", 1, by_cause["redriven"])
    expect("it is delivered, the others stay dead", {"dead": 2, "delivered": 2}, failing.reaches({"dead": 2, "delivered": 2}))

    period = {"since": second["dead_at"], "until": third["dead_at"]}
    by_time = ok(local.api("POST", "/v1/dead-letters/redrive", {**period, "endpoint": failing.id}))
    expect("a time range: redriven", 1, by_time["redriven"])
    expect("the one that died in it is delivered", {"dead": 1, "delivered": 3}, failing.reaches({"dead": 1, "delivered": 3}))
    expect("the one that died at its end is dead still", "dead", state(local, third["id"]))

    ok(local.api("PATCH", f"/v1/endpoints/{unreachable.id}", {"url": f"{receiver.url}/mended"}))
    by_endpoint = ok(local.api("POST", "/v1/dead-letters/redrive", {"endpoint": unreachable.id}))
    expect("an endpoint: redriven", 2, by_endpoint["redriven"])
    expect("both are delivered where it is now", {"delivered": 2}, unreachable.reaches({"delivered": 2}))
    expect("webhooks there", 2, sum(a.path == "/mended" for a in receiver.arrivals))
    expect("pointers left: of the one that is dead", 1, settled(lambda: local.sqs.visible(DEAD_LETTER), 1, 40))


def purge(local, failing):
    died = [row["dead_at"] for row in failing.rows() if row["state"] == "dead"][0]
    expect("nothing died before the first death", 0, purged(local, died))
    expect("purged by age", 1, purged(local, now()))
    expect("the row says so", "canceled purged", " ".join(failing_reason(failing)))
    expect("nothing is listed", [], dead_letters(local))
    expect("pointers are cleaned", 0, settled(lambda: local.sqs.visible(DEAD_LETTER) + local.sqs.in_flight(DEAD_LETTER), 0, 40))
    expect("dead_unresolved of the scheduler's tick", 0, settled(lambda: dead_unresolved(local), 0, 40))


def console(local, receiver):
    receiver.answer(500)
    endpoint = Endpoint(local, receiver, "console")
    endpoint.post()
    endpoint.reaches({"dead": 1}, 30)
    settled(lambda: local.sqs.visible(DEAD_LETTER), 1)
    receiver.answer(200)
    local.sqs.redrive(DEAD_LETTER, DISPATCH)
    expect("its pointer moved by StartMessageMoveTask", {"delivered": 1}, endpoint.reaches({"delivered": 1}, 30))
    expect("series", 2, endpoint.rows()[0]["series"])


def replay(local, receiver, failing):
    endpoint = Endpoint(local, receiver, "replayed")
    event = endpoint.post()[0]
    endpoint.reaches({"delivered": 1}, 30)
    dry = ok(local.api("POST", f"/v1/events/{event}/replay", {"dry_run": True}))
    expect("an event, dry run: matched, replayed", "1 0", f"{dry['matched']} {dry['replayed']}")
    expect("an event: replayed", 1, ok(local.api("POST", f"/v1/events/{event}/replay"))["replayed"])
    again = ok(local.api("POST", f"/v1/events/{event}/replay"))
    expect("asked twice: replayed, open", "0 1", f"{again['replayed']} {again['open']}")
    until(lambda: len(webhooks(receiver, endpoint)) == 2, RAMP)
    endpoint.reaches({"delivered": 1})
    arrivals = webhooks(receiver, endpoint)
    expect("webhooks, different ids, different bodies", "2 1 1", f"{len(arrivals)} {len({a.id for a in arrivals})} {len({a.body for a in arrivals})}")
    row = endpoint.rows()[0]
    expect("its series; those of its attempts", "2 [1, 2]", f"{row['series']} {[a['series'] for a in row['attempts']]}")
    expect("a delivered one is not redriven", "409 delivery_not_dead", problem(local.api("POST", f"/v1/deliveries/{row['id']}/redrive")))
    expect("a delivery replayed: state, reason, series", "held replay 3", (lambda d: f"{d['state']} {d['hold_reason']} {d['series']}")(ok(local.api("POST", f"/v1/deliveries/{row['id']}/replay"))))
    until(lambda: len(webhooks(receiver, endpoint)) == 3, RAMP)
    expect("the third has the same id and bytes", "3 1 1", (lambda a: f"{len(a)} {len({b.id for b in a})} {len({b.body for b in a})}")(webhooks(receiver, endpoint)))
    expect("an endpoint that the event is not for", "404 not_found", problem(local.api("POST", f"/v1/events/{event}/replay", {"endpoint": failing.id})))


def recover(local, receiver, failing, begun):
    path = f"/v1/endpoints/{failing.id}/recover"
    dry = ok(local.api("POST", path, {"since": begun, "dry_run": True}))
    expect("missing only, dry run: the purged one, not the three delivered", 1, dry["matched"])
    dry = ok(local.api("POST", path, {"since": begun, "missing_only": False, "dry_run": True}))
    expect("delivered ones too, dry run", 4, dry["matched"])
    events = sorted((row["accepted_at"], row["event"]) for row in failing.rows())
    dry = ok(local.api("POST", path, {"since": events[1][0], "until": events[3][0], "missing_only": False, "dry_run": True}))
    expect("since the second and until the fourth, dry run", 2, dry["matched"])

    late = local.endpoint(f"{receiver.url}/late", event_types=[failing.type])["id"]
    sum_ = ok(local.api("POST", f"/v1/endpoints/{late}/recover", {"since": begun}))
    expect("an endpoint that came later: recovered", 4, sum_["recovered"])
    again = ok(local.api("POST", f"/v1/endpoints/{late}/recover", {"since": begun}))
    expect("asked twice: recovered", 0, again["recovered"])
    until(lambda: sum(a.path == "/late" for a in receiver.arrivals) == 4, RAMP)
    bodies = sorted(json.loads(a.body)["id"] for a in receiver.arrivals if a.path == "/late")
    expect("its webhooks are of those events", sorted(f"msg_{event[4:]}_{late[3:]}" for _, event in events), bodies)


def ramp(local, receiver):
    """Enough that a redrive runs for minutes. No five fail in a row, so that the breaker has no part in it."""
    endpoint = Endpoint(local, receiver, "many", retry_4xx=False)
    receiver.answer(*[404, 404, 200] * 35, 200)
    endpoint.post(105)
    expect("dead before the redrive", {"dead": 70, "delivered": 35}, endpoint.reaches({"dead": 70, "delivered": 35}))
    depth = settled(lambda: local.sqs.visible(DEAD_LETTER), 70)
    expect("depth of DeadLetterQueue", 70, depth)
    before = len(webhooks(receiver, endpoint))
    expect("redriven", 70, ok(local.api("POST", "/v1/dead-letters/redrive", {"endpoint": endpoint.id}))["redriven"])
    left = steady(lambda: held(local, endpoint).get("redrive", 0), 70)
    # A look takes as many of each of the index's eight partitions, of which some have fewer.
    expect_between("progress: held still, once a minute's share of 60 is released", 10, 25, left)
    canceled = ok(local.api("POST", f"/v1/endpoints/{endpoint.id}/held/cancel", {"reason": "redrive"}))
    expect("called off: as many", left, canceled["canceled"])
    expect("they are dead letters again, of the same cause", [f"many client_error status 404: {left}"], listed(local, endpoint))
    states = {"dead": left, "delivered": 105 - left}
    expect("what was released is delivered", states, endpoint.reaches(states))
    arrivals = webhooks(receiver, endpoint)[before:]
    expect("webhooks of the redrive", 70 - left, len(arrivals))
    expect_between("seconds that they took, one a second", 40, 75, round(arrivals[-1].at - arrivals[0].at) if arrivals else 0)
    expect("pointers left", left, settled(lambda: local.sqs.visible(DEAD_LETTER), left, 40))
    expect("they can be redriven", left, ok(local.api("POST", "/v1/dead-letters/redrive", {"endpoint": endpoint.id, "dry_run": True}))["matched"])
    expect("all purged", left, purged(local, now()))


def commands(local, receiver):
    """The same by ./sluice, which is nothing but HTTP: what it says is what the API says, with an exit code."""
    cli, begun = Commands(local), now()
    endpoint = Endpoint(local, receiver, "commands", retry_4xx=False)
    receiver.answer(500, 404, 404)
    for number in (1, 2, 3):
        endpoint.post()
        endpoint.reaches({"dead": number}, 30)
    status = {row["cause"]["status"]: row["id"] for row in endpoint.rows()}  # of 404 one
    of_it = ["--endpoint", endpoint.id]

    code, causes = cli.run("dead", "causes", *of_it)
    expect("./sluice dead causes: exit code, the most first", "0 client_error 404: 2, retries_exhausted 500: 1", f"{code} " + ", ".join(f"{c['cause']['reason']} {c['cause']['status']}: {c['count']}" for c in causes))
    code, dead = cli.run("dead", "list", *of_it)
    expect("./sluice dead list: exit code, the same as the rows", f"0 {sorted(row['id'] for row in endpoint.rows())}", f"{code} {sorted(row['id'] for row in dead)}")
    expect("./sluice dead list --status 404", 2, len(cli.run("dead", "list", *of_it, "--status", "404")[1]))
    expect("./sluice dead redrive of nothing that is named: exit code", 2, cli.run("dead", "redrive")[0])
    expect("./sluice dead redrive --dry-run", "0 dry_run=True matched=3 redriven=0 payload_expired=0", cli.told("dead", "redrive", *of_it, "--dry-run"))
    expect("neither moved anything", {"dead": 3}, endpoint.states())

    receiver.answer(200)
    expect("./sluice dead redrive by cause", "0 dry_run=False matched=2 redriven=2 payload_expired=0", cli.told("dead", "redrive", *of_it, "--reason", "client_error"))
    expect("they are delivered, the other stays dead", {"dead": 1, "delivered": 2}, endpoint.reaches({"dead": 1, "delivered": 2}))

    ok(local.api("PATCH", f"/v1/endpoints/{endpoint.id}", {"status": "paused"}))
    code, lines = cli.run("dead", "redrive", status[500])
    expect("./sluice dead redrive ID, of a paused endpoint", "0 held redrive", lambda: f"{code} {lines[0]['state']} {lines[0]['hold_reason']}")
    code, lines = cli.run("held", "list", endpoint.id)
    expect("./sluice held list", "0 redrive 1", lambda: f"{code} {lines[0]['reason']} {lines[0]['count']}")
    expect("./sluice held cancel", "0 canceled=1", cli.told("held", "cancel", endpoint.id, "--reason", "redrive"))
    expect("it is dead again", "dead", state(local, status[500]))

    event = endpoint.post()[0]
    waiting = f"msg_{event[4:]}_{endpoint.id[3:]}"
    settled(lambda: state(local, waiting), "held")
    code, lines = cli.run("deliveries", "cancel", waiting, status[404])
    expect("./sluice deliveries cancel, of a held and of a delivered one", "1 canceled request delivery_final", lambda: f"{code} {lines[0]['state']} {lines[0]['cancel_reason']} {lines[1]['reason']}")
    ok(local.api("PATCH", f"/v1/endpoints/{endpoint.id}", {"status": "active"}))

    expect("./sluice dead purge --dry-run", "0 dry_run=True matched=1", cli.told("dead", "purge", "--before", "0s", *of_it, "--dry-run"))
    expect("./sluice dead purge of what died an hour ago", "0 dry_run=False purged=0", cli.told("dead", "purge", "--before", "1h", *of_it))
    expect("./sluice dead purge", "0 dry_run=False purged=1", cli.told("dead", "purge", "--before", "0s", *of_it))
    expect("no cause is left", "0 []", "{} {}".format(*cli.run("dead", "causes", *of_it)))

    expect("./sluice replay --dry-run", "0 dry_run=True matched=1 replayed=0 open=0", cli.told("replay", event, "--dry-run"))
    expect("./sluice replay", "0 dry_run=False matched=1 replayed=1 open=0", cli.told("replay", event, "--endpoint", endpoint.id))
    expect("./sluice replay of what is on its way", "0 dry_run=False matched=0 replayed=0 open=1", cli.told("replay", event))
    expect("./sluice replay of no event: exit code", 1, cli.run("replay", "evt_" + "0" * 26)[0])
    expect("the event that was canceled is delivered", "delivered", settled(lambda: state(local, waiting), "delivered", RAMP))

    expect("./sluice recover --dry-run: what was purged", "0 dry_run=True matched=1 recovered=0 open=0", cli.told("recover", endpoint.id, "--since", begun, "--dry-run"))
    expect("./sluice recover --no-missing-only --dry-run", "0 dry_run=True matched=4 recovered=0 open=0", cli.told("recover", endpoint.id, "--since", begun, "--no-missing-only", "--dry-run"))
    expect("./sluice recover", "0 dry_run=False matched=1 recovered=1 open=0", cli.told("recover", endpoint.id, "--since", "1h"))
    expect("all are delivered in the end", {"delivered": 4}, endpoint.reaches({"delivered": 4}))
    expect("webhooks of the whole: four, and three that failed", "4 3", (lambda a: f"{sum(x.status == 200 for x in a)} {sum(x.status != 200 for x in a)}")(webhooks(receiver, endpoint)))
    expect("lines with the key in them", 0, cli.printed.count(local.greeting["key"]))


def tenants(local, failing):
    app = ok(local.api("POST", "/v1/applications", {"name": "other"}, admin=True), 201)["id"]
    key = ok(local.api("POST", f"/v1/keys?application={app}", admin=True), 201)["key"]
    row = failing.rows()[0]
    since = {"since": "2026-01-01T00:00:00Z"}
    routes = [
        ("GET", f"/v1/dead-letters?endpoint={failing.id}", None),
        ("POST", "/v1/dead-letters/redrive", {"endpoint": failing.id}),
        ("DELETE", f"/v1/dead-letters?before={now()}&endpoint={failing.id}", None),
        ("POST", f"/v1/deliveries/{row['id']}/redrive", None),
        ("POST", f"/v1/deliveries/{row['id']}/replay", None),
        ("POST", f"/v1/events/{row['event']}/replay", None),
        ("POST", f"/v1/endpoints/{failing.id}/recover", since),
        ("GET", f"/v1/endpoints/{failing.id}/held", None),
        ("POST", f"/v1/endpoints/{failing.id}/held/cancel", {"reason": "redrive"}),
        ("GET", f"/v1/dead-letters/deliveries?endpoint={failing.id}", None),
        ("POST", f"/v1/endpoints/{failing.id}/test", None),
    ]
    answers = {problem(local.api(method, path, body, key=key)) for method, path, body in routes}
    expect(f"{len(routes)} routes with another tenant's ids", {"404 not_found"}, answers)
    expect("the delivery is as it was", True, row == ok(local.api("GET", f"/v1/deliveries/{row['id']}")))


def expired(local, receiver):
    """The event's row is made as old as its retention; no clock outside can be turned."""
    receiver.answer(500)
    endpoint = Endpoint(local, receiver, "expired")
    event = endpoint.post()[0]
    endpoint.reaches({"dead": 1}, 30)
    expire(local, event)
    row = endpoint.rows()[0]
    expect("redrive past the event's expiry", "409 payload_expired", problem(local.api("POST", f"/v1/deliveries/{row['id']}/redrive")))
    expect("replay past it", "409 payload_expired", problem(local.api("POST", f"/v1/deliveries/{row['id']}/replay")))
    bulk = ok(local.api("POST", "/v1/dead-letters/redrive", {"endpoint": endpoint.id}))
    expect("redrive of all: matched, redriven, payload_expired", "1 0 1", f"{bulk['matched']} {bulk['redriven']} {bulk['payload_expired']}")
    expect("it stays dead", {"dead": 1}, endpoint.states())


def expire(local, event):
    """DynamoDB Local reads who asks, and verifies nothing."""
    shard = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(event[-1]) % 16
    row = {"pk": {"S": f"E#{application(local)}#{shard:x}"}, "sk": {"S": event[4:]}}
    update = {
        "TableName": "sluice",
        "Key": row,
        "UpdateExpression": "SET #ttl = :past",
        "ConditionExpression": "attribute_exists(pk)",
        "ExpressionAttributeNames": {"#ttl": "ttl"},
        "ExpressionAttributeValues": {":past": {"N": str(int(time.time()) - 1)}},
    }
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "DynamoDB_20120810.UpdateItem",
        "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    }
    urllib.request.urlopen(urllib.request.Request(local.greeting["DynamoDB"], json.dumps(update).encode(), headers), timeout=30)


def application(local):
    return ok(local.api("GET", "/v1/endpoints"))["data"][0]["application"][4:]


def ok(answer, expected=200):
    status, body = answer
    if status != expected:
        raise RuntimeError(f"{status} {body}")
    return body


def problem(answer):
    status, body = answer
    return f"{status} {(body or {}).get('reason')}"


def state(local, message):
    return ok(local.api("GET", f"/v1/deliveries/{message}"))["state"]


def failing_reason(failing):
    return next((row["state"], row.get("cancel_reason", "")) for row in failing.rows() if row["state"] != "delivered")


def dead_letters(local, **filters):
    found, after = [], None
    while True:
        page = ok(local.api("GET", "/v1/dead-letters?" + urllib.parse.urlencode({**filters, **({"after": after} if after else {})})))
        found += page["data"]
        after = page["next"]
        if not after:
            return found


def listed(local, *endpoints):
    """In words, by the endpoints' names."""
    names = {endpoint.id: endpoint.type.removeprefix("proof.") for endpoint in endpoints}
    texts = []
    for group in sorted(dead_letters(local), key=lambda g: (names.get(g["endpoint"], "?"), -g["count"])):
        cause = " ".join(str(group["cause"][name]) for name in ("reason", "failure", "status") if group["cause"].get(name))
        texts.append(f"{names.get(group['endpoint'], '?')} {cause}: {group['count']}")
    return texts


def held(local, endpoint):
    return {row["reason"]: row["count"] for row in ok(local.api("GET", f"/v1/endpoints/{endpoint.id}/held"))["data"]}


def purged(local, before):
    return ok(local.api("DELETE", "/v1/dead-letters?" + urllib.parse.urlencode({"before": before})))["purged"]


def webhooks(receiver, endpoint):
    path = endpoint.url.removeprefix(receiver.url)
    return [arrival for arrival in list(receiver.arrivals) if arrival.path == path]


def dead_unresolved(local):
    """Of the last tick that was printed."""
    for line in reversed(list(local.lines)):
        if match := re.search(r'"dead_unresolved":(\d+)', line):
            return int(match.group(1))
    return None


def settled(question, wanted, seconds=30):
    """The answer, once it is what is wanted; as it is if that does not come."""
    until(lambda: question() == wanted, seconds, every=0.3)
    return question()


def steady(question, begin):
    """What is no more as it was at the beginning, once it has not changed for three seconds."""
    until(lambda: question() != begin, 40, every=0.3)
    last, answer = None, question()
    while answer != last:
        time.sleep(3)
        last, answer = answer, question()
    return answer


def now():
    return (datetime.now(timezone.utc) + timedelta(milliseconds=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


main()
