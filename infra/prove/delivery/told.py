"""What is told: lines and metrics, a trace id from the post to its attempts, why each endpoint has an event or not, and operators' events."""

import json
import time
import urllib.request
import uuid

import signing
from facts import expect, expect_between, note
from receiver import Receiver
from sluice import DEAD_LETTER, DISPATCH, Local, run
from waiting import until

TRACE = "0af7651916cd43dd8448eb211c80319c"
MARK = f"body-{uuid.uuid4().hex}"  # stands in every body
TOKEN = f"token-{uuid.uuid4().hex}"  # stands in every URL


def main():
    customer, slow, operator = Receiver(), Receiver(), Receiver()
    ports = ",".join(f"127.0.0.1:{each.port}" for each in (customer, slow, operator))
    with Local("--no-demo", "--json", "--retry-schedule", "1h", "--allow", ports) as local:
        world = World(local)
        lines_and_traces(world, customer)
        explained(world, customer, slow)
        operators(world, customer, slow, operator)
        nothing_that_is_to_be_kept_quiet(world)


class World:
    def __init__(self, local):
        self.local = local
        self.secrets = []

    def endpoint(self, receiver, path, event_type, **more):
        endpoint = self.local.endpoint(f"{receiver.url}/{path}/{TOKEN}", event_types=[event_type], **more)
        self.secrets.append(endpoint["secret"])
        return endpoint

    def post(self, event_type, headers=None):
        request = urllib.request.Request(
            self.local.api_url + "/v1/events",
            data=json.dumps({"type": event_type, "data": {"mark": MARK}}).encode(),
            headers={"Authorization": f"Bearer {self.local.greeting['key']}", **(headers or {})},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())["id"]

    def printed(self, event):
        """The lines of this name, parsed."""
        lines = [line for line in list(self.local.lines) if line.startswith("{")]
        return [line for line in map(json.loads, lines) if line.get("event") == event]

    def attempts(self, event):
        return until(lambda: [a for a in self.printed("attempt") if event[4:] in a["message"]], 30)

    def delivery(self, endpoint, state):
        return self.local.delivery(endpoint["id"], state)

    def why(self, event, endpoint):
        """What explain says of an endpoint, as its reason and the entry."""
        status, answer = self.local.api("GET", f"/v1/events/{event}/explain?limit=100")
        entry = next((e for e in answer.get("data", []) if e["endpoint"] == endpoint["id"]), {"reason": f"absent ({status})"})
        return entry["reason"], entry


def lines_and_traces(world, receiver):
    world.endpoint(receiver, "well", "told.well")
    world.endpoint(receiver, "failing", "told.failing")
    event = world.post("told.well", {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})
    expect("trace of the attempt's line, posted as traceparent", TRACE, lambda: world.attempts(event)[0]["trace"])
    expect("trace_id of the event", TRACE, lambda: world.local.api("GET", f"/v1/events/{event}")[1]["trace_id"])
    expect("headers of a trace that the receiver got", [], lambda: [h for h in receiver.of(event[4:])[0].headers if "trace" in h])
    amazon = world.post("told.well", {"X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"})
    expect("trace, as API Gateway gives it", "5759e988bd862e3fe1be46a994272793", lambda: world.attempts(amazon)[0]["trace"])
    receiver.answer(503)
    failing = world.post("told.failing")
    expect("the failed attempt's line", "503 pending", lambda: "{status} {state}".format(**world.attempts(failing)[0]))
    receiver.answer(200)
    until(lambda: total(world, "Attempts") >= 3, 20)
    expect("metric Attempts, over all lines", 3, total(world, "Attempts"))
    expect("metric Outcomes.delivered", 2, total(world, "Outcomes.delivered"))
    expect("metric Outcomes.pending", 1, total(world, "Outcomes.pending"))
    expect("metric Failures.status", 1, total(world, "Failures.status"))
    expect("values of AttemptLatency", 3, sum(len(values(m.get("AttemptLatency", []))) for m in world.printed("metrics")))
    tick = until(lambda: [m for m in world.printed("metrics") if m["FunctionName"] == "scheduler" and m.get("Pending") == 1], 30)
    names = "OldestPending Pending Held DeadUnresolved Backlog InFlight SlowBacklog SlowInFlight"
    expect("the scheduler's metrics: those that are there", names, " ".join(n for n in names.split() if tick and n in tick[-1]))
    dimensions = {json.dumps(d["Dimensions"]) + d["Namespace"] for m in world.printed("metrics") for d in m["_aws"]["CloudWatchMetrics"]}
    expect("dimensions and namespace of all metrics", {'[["FunctionName"]]Sluice'}, dimensions)


def values(metric):
    return metric if isinstance(metric, list) else [metric]


def total(world, name):
    return sum(m.get(name, 0) for m in world.printed("metrics"))


def explained(world, receiver, slow):
    local = world.local
    slow.delay = 4.0
    late = world.endpoint(slow, "slow", "why.slow")
    event = world.post("why.slow")
    until(lambda: slow.connections, 10)
    reason, entry = world.why(event, late)
    expect("explain: no row yet, audit", "queued True", f"{reason} {'audit_at' in entry}")
    slow.delay = 0.0
    other = world.endpoint(receiver, "other", "why.other.*")
    expect("explain: not subscribed at all, made later", "created_later", lambda: world.why(event, other)[0])

    well = world.endpoint(receiver, "why-well", "why.well")
    event = world.post("why.well")
    world.delivery(well, "delivered")
    expect("explain: delivered, attempts", "delivered 1", lambda: "{reason} {attempts_made}".format(**world.why(event, well)[1]))
    expect("explain: not subscribed, what would match", "not_subscribed ['why.well', 'why.*']",
           lambda: "{reason} {would_match}".format(**world.why(event, other)[1]))
    local.api("PATCH", f"/v1/endpoints/{other['id']}", {"event_types": ["*"]})
    expect("explain: subscribed later", "subscribed_later", lambda: world.why(event, other)[0])
    local.api("DELETE", f"/v1/endpoints/{other['id']}")

    waiting = world.endpoint(receiver, "waiting", "why.waiting")
    receiver.answer(503)
    event = world.post("why.waiting")
    until(lambda: local.deliveries(waiting["id"]), 20)
    expect("explain: waiting, after which failure", "waiting 503", lambda: "{reason} {status}".format(**world.why(event, waiting)[1]))
    message = world.why(event, waiting)[1]["delivery"]
    local.api("POST", f"/v1/deliveries/{message}/cancel")
    expect("explain: canceled", "canceled request", lambda: "{reason} {cancel_reason}".format(**world.why(event, waiting)[1]))

    dying = world.endpoint(receiver, "dying", "why.dying", retry_4xx=False)
    receiver.answer(404)
    event = world.post("why.dying")
    world.delivery(dying, "dead")
    expect("explain: dead, cause", "dead client_error", lambda: (lambda e: f"{e['reason']} {e['cause']['reason']}")(world.why(event, dying)[1]))

    gone = world.endpoint(receiver, "gone", "why.gone")
    receiver.answer(410)
    event = world.post("why.gone")
    world.delivery(gone, "held")
    expect("explain: disabled, by whom, since", "disabled gone True",
           lambda: (lambda e: f"{e['reason']} {e['disabled_reason']} {'status_since' in e}")(world.why(event, gone)[1]))

    receiver.answer(200)
    paused = world.endpoint(receiver, "paused", "why.paused")
    local.api("PATCH", f"/v1/endpoints/{paused['id']}", {"status": "paused"})
    time.sleep(1.2)  # containers know within a second
    event = world.post("why.paused")
    world.delivery(paused, "held")
    expect("explain: paused, until when at the latest", "paused True",
           lambda: (lambda e: f"{e['reason']} {'dead_at_latest' in e}")(world.why(event, paused)[1]))
    local.api("DELETE", f"/v1/endpoints/{paused['id']}")
    expect("explain: deleted since", "endpoint_deleted", lambda: world.why(event, paused)[0])

    hopeless = world.endpoint(receiver, "hopeless", "why.hopeless")
    open_breaker(world, receiver, hopeless, "why.hopeless")
    event = world.post("why.hopeless")
    until(lambda: world.why(event, hopeless)[0] == "breaker", 20)
    expect("explain: behind an open breaker, next probe", "breaker True",
           lambda: (lambda e: f"{e['reason']} {'probe_at' in e}")(world.why(event, hopeless)[1]))

    told = run("explain", event, "--url", local.api_url, "--key", local.greeting["key"])
    lines = [json.loads(line) for line in told.stdout.decode().splitlines()]
    expect("./sluice explain: exit code, the endpoint's reason", "0 breaker",
           lambda: f"{told.returncode} {next(l['reason'] for l in lines if l['endpoint'] == hopeless['id'])}")
    status, application = local.api("POST", "/v1/applications", {"name": "another"}, admin=True)
    status, answer = local.api("GET", f"/v1/events/{event}/explain?application={application['id']}", admin=True)
    expect("explain: another application's event", "404 not_found", f"{status} {answer.get('reason')}")


def open_breaker(world, receiver, endpoint, event_type):
    receiver.answer(503)
    for _ in range(5):
        world.post(event_type)
        time.sleep(0.7)
    health = lambda: world.local.api("GET", f"/v1/endpoints/{endpoint['id']}")[1]["health"]["breaker"]
    until(lambda: health() == "open", 20)
    receiver.answer(200)


def operators(world, receiver, well, operator):
    local = world.local
    status, chief = local.api("POST", "/v1/endpoints", {"url": f"{operator.url}/chief/{TOKEN}", "audience": "operator"})
    world.secrets.append(chief["secret"])
    everything = world.endpoint(well, "everything", "*")

    gone = world.endpoint(receiver, "gone-2", "op.gone")
    receiver.answer(410)
    world.post("op.gone")
    until(lambda: of(operator, "endpoint.disabled"), 20)
    expect("operator: endpoints that are disabled", [gone["id"]], lambda: [e["data"]["endpoint"] for e in of(operator, "endpoint.disabled")])

    dying = world.endpoint(receiver, "dying-2", "op.dying", retry_4xx=False)
    receiver.answer(404)
    world.post("op.dying")
    until(lambda: of(operator, "delivery.exhausted"), 20)
    expect("operator: exhausted, cause", "client_error 404",
           lambda: (lambda d: f"{d['cause']['reason']} {d['cause']['status']}")(of(operator, "delivery.exhausted")[0]["data"]))
    receiver.answer(200)
    local.sqs.redrive(DEAD_LETTER, DISPATCH)
    recovered = until(lambda: [e for e in of(operator, "delivery.recovered") if e["data"]["endpoint"] == dying["id"]], 30)
    expect("operator: recovered by a redrive, series", [2], [e["data"]["series"] for e in recovered])

    failing = world.endpoint(receiver, "failing-2", "op.failing")
    open_breaker(world, receiver, failing, "op.failing")
    until(lambda: of(operator, "endpoint.breaker_opened"), 20)
    expect("operator: breakers that opened", [failing["id"]], lambda: [e["data"]["endpoint"] for e in of(operator, "endpoint.breaker_opened")])

    local.publish("{" + MARK)
    until(lambda: of(operator, "source.rejected"), 30)
    expect("operator: rejected input, its fields", "quarantine door reason received_at", lambda: " ".join(of(operator, "source.rejected")[0]["data"]))
    expect("operator: the input itself is not among them", 0, len([e for e in of(operator, "source.rejected") if MARK in json.dumps(e)]))

    expect_between("operator: webhooks, all of them signed", 5, 100, sum(signing.opensend_verifies(chief["secret"], a) for a in operator.arrivals))
    expect("operator: webhooks that do not verify", 0, sum(not signing.opensend_verifies(chief["secret"], a) for a in operator.arrivals))
    types = {json.loads(a.body)["type"] for a in operator.arrivals}
    expect("operator: types of any other kind", set(), {t for t in types if t.split(".")[0] not in ("endpoint", "delivery", "source")})

    operator.answer(410)
    again = world.endpoint(receiver, "gone-3", "op.gone3")
    receiver.answer(410)
    world.post("op.gone3")
    until(lambda: local.api("GET", f"/v1/endpoints/{chief['id']}")[1]["status"] == "disabled", 30)
    time.sleep(2)
    status, events = local.api("GET", "/v1/events?limit=100")
    ours = [e for e in events["data"] if e["source"] == "sluice"]
    about = [local.api("GET", f"/v1/events/{e['id']}")[1]["data"].get("endpoint") for e in ours]
    expect("events about the operator's endpoint, which is disabled itself now", 0, about.count(chief["id"]))
    expect_between("events about others", 6, 100, len(about))
    expect("endpoints that operational events are for", {chief["id"]},
           {d["endpoint"] for e in ours for d in local.api("GET", f"/v1/events/{e['id']}")[1]["deliveries"]})
    expect("ordinary webhooks at a customer's endpoint for everything", "True", str(len(well.of("op.")) >= 3))
    expect("operational ones there, and at other customers'", 0, len([a for a in receiver.arrivals + well.arrivals
           if json.loads(a.body)["type"].split(".")[0] in ("endpoint", "delivery", "source")]))


def of(receiver, event_type):
    return [e for e in (json.loads(a.body) for a in list(receiver.arrivals)) if e["type"] == event_type]


def nothing_that_is_to_be_kept_quiet(world):
    printed = [line for line in list(world.local.lines) if line.startswith("{")] + world.local.errors().splitlines()
    note(f"{len(printed)} lines printed, {len(world.secrets)} secrets")
    expect_between("lines that were printed", 30, 100_000, len(printed))
    everything = "\n".join(printed)
    expect("secrets among them", 0, sum(secret.removeprefix("whsec_") in everything for secret in world.secrets))
    expect("keys of the API", 0, sum(everything.count(world.local.greeting[key]) for key in ("key", "admin key")))
    expect("bodies, by their mark", 0, everything.count(MARK))
    expect("full URLs, by their token", 0, everything.count(TOKEN))
    expect("signatures", 0, everything.count("v1,"))


main()
