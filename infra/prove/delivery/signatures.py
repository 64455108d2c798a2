"""How webhooks are signed and what else an endpoint has of its own: each scheme under each set of names, before and during a rotation, as others
verify it; then headers, payload, timeout and the say about 4xx; and that no secret is printed or readable at rest."""

import base64
import json
import shutil
import tempfile
import time
from pathlib import Path

import signing
from facts import expect, expect_between, not_run, note
from load import Loop
from misbehaving import Misbehaving
from receiver import Receiver
from sluice import Local
from waiting import until

SEEN_WITHIN = 1.2  # seconds in which every container knows of a change
STANDARD = ("svix", "opensend", "svix+opensend")
NAMES = ("svix", "webhook", "both")
PRESETS = {
    "hookd": ["x-webhook-timestamp", "x-webhook-delivery-id", "x-webhook-event-type"],
    "nself": ["x-nself-timestamp", "x-nself-delivery", "x-nself-event"],
    "dispatchgo": ["x-webhook-job-id"],
    "github": ["x-github-delivery", "x-github-event"],
}
STRANGER = "whsec_" + base64.b64encode(b"s" * 32).decode()
RESERVED = ("Host", "content-length", "Content-Type", "Transfer-Encoding", "connection", "TE", "trailer", "Upgrade", "expect",
            "Proxy-Authorization", "user-agent", "svix-signature", "Webhook-Id")


def main():
    receiver, misbehaving, data = Receiver(), Misbehaving(Loop(), time.time), tempfile.mkdtemp()
    hidden = {}  # what nobody may read: its name
    ports = (receiver.port, misbehaving.port)
    try:
        with Local("--no-demo", "--allow", ",".join(f"127.0.0.1:{port}" for port in ports), data=data) as local:
            signatures(local, receiver, hidden)
            headers(local, receiver, hidden)
            payload(local, receiver)
            attempts(local, f"http://127.0.0.1:{misbehaving.port}/", hidden)
            printed = local.lines
            local.term()
            lines = printed + local.errors().splitlines()
        nowhere(hidden, lines, data)
    finally:
        shutil.rmtree(data, ignore_errors=True)


# --- signatures


def signatures(local, receiver, hidden):
    unavailable = signing.svix_unavailable()
    if unavailable:
        not_run("the official packages svix and standardwebhooks", unavailable)
    seed, public = signing.openssl_key()
    given = {"svix": "whsk_" + base64.b64encode(seed).decode(), "webhook": "whsk_" + base64.b64encode(seed + public).decode()}
    standard = {(scheme, names): make(local, receiver, hidden, scheme=scheme, header_names=names) for scheme in STANDARD for names in NAMES}
    asymmetric = {names: make(local, receiver, hidden, scheme="v1a", header_names=names, **secret(given.get(names))) for names in NAMES}
    hmacs = {preset: make(local, receiver, hidden, scheme="hmac", preset=preset) for preset in PRESETS}
    hidden.update({text: f"the v1a key given under {names}" for names, text in given.items()})
    expect("v1a: the public key that is shown of a seed and of a pair, and openssl's of the same", 1,
           len({asymmetric["svix"]["public_key"], asymmetric["webhook"]["public_key"], "whpk_" + base64.b64encode(public).decode()}))
    expect("v1a: the private key in the answer", False, any("secret" in made for made in asymmetric.values()))
    everything = [*standard.values(), *asymmetric.values(), *hmacs.values()]

    def judged(when, secrets):
        """How a new event's webhooks verify, under each endpoint's own secrets and a stranger's."""
        arrived = webhooks(local, receiver, everything)
        for (scheme, names), made in standard.items():
            arrival, own = arrived[made["id"]], secrets[made["id"]]
            official, opensends = "svix" in scheme.split("+"), "opensend" in scheme.split("+")
            expect(f"{when}: {scheme}, {names}: OpenSend's receiver", [opensends and names != "webhook"] * len(own) + [False],
                   [signing.opensend_verifies(s, arrival) for s in [*own, STRANGER]])
            for library, reads in (("svix", True), ("standardwebhooks", names != "svix")):
                if not unavailable:
                    expect(f"{when}: {scheme}, {names}: npm {library}", [official and reads] * len(own) + [False],
                           [signing.svix_verdicts(s, [arrival], library)[0] == "valid" for s in [*own, STRANGER]])
        for names, made in asymmetric.items():
            arrival, own = arrived[made["id"]], secrets[made["id"]]
            prefix = "webhook-" if names == "webhook" else "svix-"
            stranger = "whpk_" + base64.b64encode(signing.openssl_key()[1]).decode()
            expect(f"{when}: v1a, {names}: openssl", [True] * len(own) + [False],
                   [signing.openssl_verifies(key, arrival, prefix) for key in [*own, stranger]])
            expect(f"{when}: v1a, {names}: the public keys by the API", own, public_keys(local, made))
        for names, made in [*((n, m) for (s, n), m in standard.items() if s == "svix"), *asymmetric.items()]:
            expect(f"{when}: {made['scheme']}, {names}: the headers' names", names_of(names), signature_names(arrived[made["id"]]))
        return arrived

    secrets = {made["id"]: [made.get("secret", made.get("public_key"))] for made in everything}
    arrived = judged("before a rotation", secrets)
    for preset, made in hmacs.items():
        arrival = arrived[made["id"]]
        expect(f"hmac, {preset}: its receiver, under the secret and another", [True, False],
               [signing.hmac_verifies(preset, s, arrival) for s in (made["secret"], STRANGER)])
        expect(f"hmac, {preset}: the other headers it has", PRESETS[preset], [n for n in PRESETS[preset] if arrival.headers.get(n)])
        expect(f"hmac, {preset}: names of Standard Webhooks beside them", [], signature_names(arrival))
    for made in everything:
        overlap = {} if made["scheme"] == "hmac" else {"overlap_seconds": 60}
        status, answer = local.api("POST", f"/v1/endpoints/{made['id']}/secret/rotate", overlap)
        if status != 200:
            raise RuntimeError(f"rotation: {status} {answer}")
        secrets[made["id"]].insert(0, answer.get("secret", answer.get("public_key")))
        keep(hidden, answer)
    time.sleep(SEEN_WITHIN)
    arrived = judged("during a rotation, new and old", secrets)
    for preset, made in hmacs.items():
        expect(f"during a rotation: hmac, {preset}: its receiver, under the new and the old", [True, False],
               [signing.hmac_verifies(preset, s, arrived[made["id"]]) for s in secrets[made["id"]]])
    status, answer = local.api("POST", f"/v1/endpoints/{hmacs['github']['id']}/secret/rotate", {"overlap_seconds": 60})
    expect("hmac: an overlap, for which its header has no room", "400 invalid_field overlap_seconds", f"{status} {answer.get('reason')} {answer.get('field')}")
    note("v1a is verified by openssl: npm's svix and standardwebhooks read v1 signatures alone")
    refused_secrets(local, receiver)
    for made in everything:
        local.api("DELETE", f"/v1/endpoints/{made['id']}")


def refused_secrets(local, receiver):
    for scheme, given, why in (
        ("svix", "whsec_c2hvcnQ=", "secret_length"),
        ("svix", "whsec_####", "secret_not_base64"),
        ("opensend", "short", "secret_length"),
        ("v1a", STRANGER, "secret_prefix"),
        ("v1a", "whsk_" + base64.b64encode(b"k" * 31).decode(), "secret_length"),
        ("v1a", "whsk_" + base64.b64encode(b"k" * 64).decode(), "secret_key_pair"),
        ("hmac", "short", "secret_length"),
    ):
        body = {"url": receiver.url, "scheme": scheme, "secret": given, **({"preset": "github"} if scheme == "hmac" else {})}
        status, answer = local.api("POST", "/v1/endpoints", body)
        expect(f"a secret that {scheme} does not take", f"422 secret_refused {why}", f"{status} {answer.get('reason')} {answer.get('detail_reason')}")


def make(local, receiver, hidden, **more):
    made = local.endpoint(receiver.url, event_types=["order.paid"], **more)
    keep(hidden, made)
    return made


def secret(given):
    return {"secret": given} if given else {}


def keep(hidden, answer):
    if "secret" in answer:
        hidden[answer["secret"]] = f"a secret of {answer['scheme']}"


def webhooks(local, receiver, endpoints):
    """The first arrival of a new event at each endpoint, by its id."""
    status, event = local.api("POST", "/v1/events", {"type": "order.paid", "data": {"text": "Zoë 🚀"}})
    ids = {made["id"]: f"msg_{event['id'][4:]}_{made['id'][3:]}" for made in endpoints}
    if status != 202 or not until(lambda: all(receiver.of(i) for i in ids.values()), 60):
        raise RuntimeError(f"{status} {event}: of {len(ids)} webhooks came {sum(bool(receiver.of(i)) for i in ids.values())}")
    return {endpoint: receiver.of(i)[0] for endpoint, i in ids.items()}


def names_of(style):
    prefixes = {"svix": ["svix-"], "webhook": ["webhook-"], "both": ["svix-", "webhook-"]}[style]
    return [prefix + name for prefix in prefixes for name in ("id", "signature", "timestamp")]


def signature_names(arrival):
    return sorted(name for name in arrival.headers if name.startswith(("svix-", "webhook-")))


def public_keys(local, made):
    _, answer = local.api("GET", f"/v1/endpoints/{made['id']}/public-key")
    return [key["public_key"] for key in answer["data"]]


# --- headers, payload, attempts


def headers(local, receiver, hidden):
    values = {"Authorization": "Bearer of-the-customer-4711", "X-Tenant": "tenant-value-0815"}
    hidden.update({value: f"the value of {name}" for name, value in values.items()})
    made = local.endpoint(receiver.url, event_types=["order.paid"], headers=values)
    expect("headers in the answer: names, no values", {name: None for name in values}, made["headers"])

    def arrived():
        arrival = webhooks(local, receiver, [made])[made["id"]]
        return [arrival.headers.get(name.lower()) for name in values]

    expect("headers that arrive", list(values.values()), arrived())
    status, answer = local.api("PATCH", f"/v1/endpoints/{made['id']}", {"headers": {"Authorization": None, "X-Tenant": "tenant-value-2"}})
    hidden["tenant-value-2"] = "the later value of X-Tenant"
    expect("null keeps a value: status, names", "200 ['Authorization', 'X-Tenant']", f"{status} {list(answer['headers'])}")
    time.sleep(SEEN_WITHIN)
    expect("headers that arrive then", [values["Authorization"], "tenant-value-2"], arrived())
    for name in RESERVED:
        status, answer = local.api("POST", "/v1/endpoints", {"url": receiver.url, "headers": {name: "a-value-that-is-refused"}})
        expect(f"the header {name}", f"400 invalid_field headers, named: True",
               f"{status} {answer.get('reason')} {answer.get('field')}, named: {name in answer.get('detail', '')}")
    status, answer = local.api("POST", "/v1/endpoints", {"url": receiver.url, "headers": {"X-A": "a-value-that-is-refused\r\nHost: b"}})
    expect("a value with a line end: refused, not repeated", "400 invalid_field headers False",
           f"{status} {answer.get('reason')} {answer.get('field')} {'a-value' in json.dumps(answer)}")
    hidden["a-value-that-is-refused"] = "the value of a refused header"
    local.api("DELETE", f"/v1/endpoints/{made['id']}")


def payload(local, receiver):
    made = local.endpoint(receiver.url, event_types=["order.thin"], payload="thin", retry_schedule="1s")
    receiver.answer(500, 200)
    _, event = local.api("POST", "/v1/events", {"type": "order.thin", "data": {"order": 42}})
    until(lambda: len(receiver.of(event["id"][4:])) == 2, 30)
    bodies = [arrival.body for arrival in receiver.of(event["id"][4:])]
    expect("thin: the data of a webhook", {"event": event["id"]}, lambda: json.loads(bodies[0])["data"])
    expect("thin: two attempts, the same bytes", "2 1", f"{len(bodies)} {len(set(bodies))}")
    expect("thin: what the id is fetched as", {"order": 42}, lambda: local.api("GET", f"/v1/events/{event['id']}")[1]["data"])
    local.api("DELETE", f"/v1/endpoints/{made['id']}")


def attempts(local, base, hidden):
    value = "sent-to-receivers-that-fail"
    hidden[value] = "the value of a header of endpoints that fail"
    own = {"event_types": ["order.fails"], "retry_schedule": "1h", "headers": {"X-Key": value}}
    final = {status: local.endpoint(f"{base}status/{status}", retry_4xx=False, **own)["id"] for status in (400, 404, 422, 408, 425, 429, 500)}
    retried = local.endpoint(base + "status/404", **own)["id"]
    silent = local.endpoint(base + "silent", timeout_seconds=1, **own)["id"]
    local.api("POST", "/v1/events", {"type": "order.fails", "data": {}})
    for status, endpoint in final.items():
        last = status in (400, 404, 422)
        expect(f"retry_4xx false, answered {status}", "dead client_error 1" if last else "pending None 1",
               became(attempted(local, endpoint)))
    expect("retry_4xx left out, answered 404", "pending None 1", became(attempted(local, retried)))
    attempt = attempted(local, silent)["attempts"][0]
    expect("timeout_seconds 1, a silent receiver: its class", "timeout_headers", attempt.get("failure"))
    expect_between("timeout_seconds 1, a silent receiver: milliseconds", 950, 1600, attempt["duration_ms"])
    for name, wrong in (("timeout_seconds", 31), ("timeout_seconds", 0), ("rate_limit", 1001), ("payload", "fat"), ("retry_4xx", 1)):
        status, answer = local.api("POST", "/v1/endpoints", {"url": base + "status/200", name: wrong})
        expect(f"{name} {wrong}", f"400 invalid_field {name}", f"{status} {answer.get('reason')} {answer.get('field')}")


def attempted(local, endpoint):
    """The endpoint's one delivery, once an attempt is recorded."""
    return until(lambda: (d := local.deliveries(endpoint)) and d[0]["attempts"] and d[0], 30, every=0.1)


def became(delivery):
    return f"{delivery['state']} {delivery.get('cause', {}).get('reason')} {len(delivery['attempts'])}"


# --- nowhere


def nowhere(hidden, lines, data):
    """Neither printed nor readable in what is kept; what is looked for in the same way and is there, is found."""
    text = "\n".join(lines)
    stored = b"".join(path.read_bytes() for path in Path(data).rglob("*") if path.is_file())
    expect_between("secrets and header values to look for", 30, 200, len(hidden))
    expect("of them printed", [], [name for value, name in hidden.items() if bare(value) in text])
    expect("of them readable at rest", [], [name for value, name in hidden.items() if bare(value).encode() in stored])
    expect("what is printed and stored is looked at: an attempt's line, the name of a header of an endpoint that stays", "True True",
           f"{'client_error' in text} {b'X-Key' in stored}")


def bare(value):
    """Without the prefix, and of a key the half that is secret: by whichever part it leaked."""
    return value.partition("_")[2][:40] if value.startswith(("whsec_", "whsk_")) else value


main()
