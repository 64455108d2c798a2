"""An endpoint is tested: one signed event, to it and nobody else, once; what comes of it is said, and nothing else follows."""

import json
import time

import signing
from commands import Commands
from facts import expect, expect_between
from receiver import Receiver
from sluice import DEAD_LETTER, Local, free_ports
from waiting import until

TOKEN = "token-that-nobody-prints"  # in every URL


def main():
    receiver, others = Receiver(), Receiver()
    closed = free_ports()  # nobody listens there
    allowed = ",".join(f"127.0.0.1:{port}" for port in (receiver.port, others.port, closed))
    with Local("--no-demo", "--retry-schedule", "2s,2s", "--allow", allowed, port=free_ports(closed + 10)) as local:
        world = World(local, receiver)
        for event_types in ([], ["webhook.*"]):
            local.endpoint(f"{others.url}/{TOKEN}", event_types=event_types)
        local.endpoint(f"{others.url}/{TOKEN}", audience="operator")
        well(world)
        failing(world, closed)
        refused(world)
        behind_its_breaker(world)
        by_nobody_else(world, others)


class World:
    def __init__(self, local, receiver):
        self.local, self.receiver, self.cli = local, receiver, Commands(local)
        self.secrets, self.tests = [], []

    def endpoint(self, path, url=None, **more):
        endpoint = self.local.endpoint(url or f"{self.receiver.url}/{path}/{TOKEN}", event_types=["order.*"], **more)
        self.secrets.append(endpoint["secret"])
        return endpoint

    def test(self, endpoint, *options):
        """By the command: its exit code, and the line with the outcome."""
        code, lines = self.cli.run("endpoints", "test", endpoint["id"], *options)
        line = lines[0] if lines else {}
        self.tests.append(line.get("event"))
        return code, line

    def delivery(self, line):
        return self.local.api("GET", f"/v1/deliveries/{line['delivery']}")[1]


def told(code, line):
    return " ".join(str(part) for part in (code, line.get("outcome"), line.get("failure"), line.get("status")))


def well(world):
    endpoint = world.endpoint("well", headers={"X-Proof": "sent along"})
    code, line = world.test(endpoint)
    expect("a well one: exit code, outcome, failure, status", "0 delivered None 200", told(code, line))
    arrivals = world.receiver.of('"webhook.test"')
    expect("webhooks of the test", 1, len(arrivals))
    arrival = arrivals[0]
    expect("its body", {"id": line["delivery"], "type": "webhook.test", "data": {"test": True}}, {k: v for k, v in json.loads(arrival.body).items() if k != "created_at"})
    expect("svix-id, bytes", f"{line['delivery']} {len(arrival.body)}", f"{arrival.id} {line['bytes']}")
    expect("its signature verifies", True, signing.opensend_verifies(endpoint["secret"], arrival))
    expect("the endpoint's own header", "sent along", arrival.headers.get("x-proof"))
    expect("its event: source, type, endpoints", "test webhook.test 1", lambda: "{source} {type} {endpoints}".format(**world.local.api("GET", f"/v1/events/{line['event']}")[1]))

    typed = '{"price":1.10}'
    code, line = world.test(endpoint, "--type", "order.paid", "--data", typed)
    body = world.receiver.arrivals[-1].body.decode()
    expect("another type and data, character for character", "0 True True", f"{code} {json.loads(body)['type'] == 'order.paid'} {typed in body}")

    status, answer = world.local.api("POST", f"/v1/endpoints/{endpoint['id']}/test")
    expect("by HTTP: status, state", "202 pending", f"{status} {answer.get('state')}")
    world.tests.append(answer["event"])
    expect("and its delivery in the end", "delivered", until(lambda: (s := state(world, answer)) != "pending" and s, 30))


def state(world, answer):
    return world.local.api("GET", f"/v1/deliveries/{answer['id']}")[1].get("state")


def failing(world, closed):
    receiver = world.receiver
    ways = {
        "500": (world.endpoint("failing"), 500, "1 failed status 500"),
        "404": (world.endpoint("missing", retry_4xx=False), 404, "1 failed status 404"),
        "410": (world.endpoint("gone"), 410, "1 failed status 410"),
        "302": (world.endpoint("moved"), 302, "1 failed status 302"),
        "nobody listens": (world.endpoint("", url=f"http://127.0.0.1:{closed}/{TOKEN}"), 200, "1 failed connect None"),
    }
    deliveries = {}
    for name, (endpoint, status, expected) in ways.items():
        receiver.answer(status, 200)
        code, line = world.test(endpoint)
        deliveries[name] = (endpoint, line)
        expect(f"{name}: exit code, outcome, failure, status", expected, told(code, line))
        receiver.answer(200)
    receiver.delay = 3.0
    slow = world.endpoint("slow", timeout_seconds=1)
    code, line = world.test(slow)
    expect("no answer in time", "1 failed timeout_headers None", told(code, line))
    expect_between("after the endpoint's own second, ms", 900, 2500, line.get("duration_ms"))
    receiver.delay = 0.0
    time.sleep(6)  # twice the wait of the schedule, and more
    rows = {name: world.delivery(line) for name, (_, line) in deliveries.items()}
    expect("none is tried again: states, attempts", {name: "canceled test_failed 1" for name in rows}, {name: f"{row['state']} {row.get('cancel_reason')} {row['attempts_made']}" for name, row in rows.items()})
    paths = (f"/v1/deliveries/{deliveries['500'][1]['delivery']}", f"/v1/events/{deliveries['500'][1]['event']}")
    again = [world.local.api("POST", path + "/replay") for path in paths]
    expect("sent once more, by its delivery and by its event", "409 test_event, 409 test_event", ", ".join(f"{status} {answer.get('reason')}" for status, answer in again))
    found = {name: world.local.api("GET", f"/v1/endpoints/{endpoint['id']}")[1] for name, (endpoint, _) in deliveries.items()}
    expect("their endpoints: status, failures in a row", {name: "active 0" for name in found}, {name: f"{each['status']} {each['health']['failures_in_a_row']}" for name, each in found.items()})
    expect("dead letters, their queue", "[] 0", f"{world.local.api('GET', '/v1/dead-letters')[1]['data']} {world.local.sqs.visible(DEAD_LETTER)}")
    explained = world.local.api("GET", f"/v1/events/{deliveries['500'][1]['event']}/explain?limit=100")[1]["data"]
    expect("explain: of the tested one, of all others", "canceled 500 {'test_of_another'}",
           lambda: (lambda own, rest: f"{own['reason']} {own['status']} {rest}")(
               next(e for e in explained if e["endpoint"] == deliveries["500"][0]["id"]),
               {e["reason"] for e in explained if e["endpoint"] != deliveries["500"][0]["id"]}))


def refused(world):
    endpoint, path = world.endpoint("quiet"), "/v1/endpoints/"
    before = world.receiver.count()
    for status in ("paused", "disabled"):
        world.local.api("PATCH", path + endpoint["id"], {"status": status})
        code, line = world.test(endpoint)
        expect(f"{status}: exit code, outcome, reason", f"1 refused {status}", f"{code} {line.get('outcome')} {line.get('reason')}")
    status, answer = world.local.api("POST", f"{path}{endpoint['id']}/test")
    expect("by HTTP", "409 endpoint_not_active disabled", f"{status} {answer.get('reason')} {answer.get('detail_reason')}")
    expect("webhooks, deliveries", "0 0", f"{world.receiver.count() - before} {len(world.local.deliveries(endpoint['id']))}")
    code, lines = Commands(world.local).run("endpoints", "pause", endpoint["id"])
    expect("paused by ./sluice: exit code, status", "0 paused", f"{code} {lines[0].get('status')}")
    code, lines = Commands(world.local).run("endpoints", "activate", endpoint["id"])  # apart: it prints the URL, which was asked for
    expect("activated: exit code, status", "0 active", f"{code} {lines[0].get('status')}")
    code, line = world.test(endpoint)
    expect("and then: exit code, outcome", "0 delivered", f"{code} {line.get('outcome')}")
    code, _ = world.cli.run("endpoints", "test", "ep_" + "0" * 26)
    expect("none that there is: exit code", 1, code)


def behind_its_breaker(world):
    endpoint = world.endpoint("breaker", retry_schedule="1h")
    world.receiver.answer(503)
    for _ in range(5):
        world.local.api("POST", "/v1/events", {"type": "order.broken", "data": {}})
        time.sleep(0.7)
    health = lambda: world.local.api("GET", f"/v1/endpoints/{endpoint['id']}")[1]["health"]["breaker"]
    until(lambda: health() == "open", 20)
    _, lines = Commands(world.local).run("endpoints", "list", "--failing")  # likewise
    expect("endpoints list --failing: its breaker", ["open"], [line["health"]["breaker"] for line in lines if line["id"] == endpoint["id"]])
    code, line = world.test(endpoint)
    expect("behind an open breaker, while it fails", "1 failed status 503 open", f"{told(code, line)} {health()}")
    world.receiver.answer(200)
    codes = [world.test(endpoint)[0] for _ in range(2)]
    expect("once it is mended, twice", "[0, 0]", codes)
    expect("its breaker then", "closed", until(lambda: (h := health()) == "closed" and h, 10) or health())


def by_nobody_else(world, others):
    tests = {event for event in world.tests if event}
    arrived = {"evt_" + json.loads(a.body)["id"][4:30] for a in others.arrivals}
    expect("webhooks of tests at endpoints for everything, and at an operator's", set(), arrived & tests)
    posted = [e for e in world.local.api("GET", "/v1/events?limit=100")[1]["data"] if e["source"] == "api"]
    late = world.endpoint("late")
    world.local.api("PATCH", f"/v1/endpoints/{late['id']}", {"event_types": ["*"]})
    code, lines = world.cli.run("recover", late["id"], "--since", "1h", "--dry-run")
    expect("what a recovery finds: posted events alone", f"0 {len(posted)}", f"{code} {lines[0]['matched']}")
    application = world.local.api("POST", "/v1/applications", {"name": "another"}, admin=True)[1]["id"]
    key = world.local.api("POST", f"/v1/keys?application={application}", admin=True)[1]["key"]
    status, answer = world.local.api("POST", f"/v1/endpoints/{late['id']}/test", key=key)
    expect("with another application's key", "404 not_found", f"{status} {answer.get('reason')}")
    lines = world.cli.printed + "\n".join(world.local.lines)
    expect("secrets, URLs and the key in what was printed", 0, sum(lines.count(text) for text in [*world.secrets, TOKEN]) + world.cli.printed.count(world.local.greeting["key"]))


main()
