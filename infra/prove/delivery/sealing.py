"""Under whose keys secrets are sealed: under KMS, with KMS away, with a key that is gone, sealed anew under another and back under a file's;
what is signed verifies throughout, and neither a secret nor the key of secrets stands in the table."""

import base64
import json
import shutil
import tempfile
import threading
import urllib.error
import urllib.request

import signing
from facts import expect, expect_between, note
from receiver import Receiver
from sluice import Local, run
from waiting import until

ONE = "arn:aws:kms:us-east-1:000000000000:key/local"  # what ./sluice local seals under unless it is told otherwise
TWO = "arn:aws:kms:us-east-1:000000000000:key/two"
EVENTS = 60
WITHOUT_KMS = 20
CONTAINERS = 2  # of the dispatcher for each of its queues
HEADER = "Bearer readable-by-nobody"
PATIENCE = 240


def main():
    receiver, data = Receiver(), tempfile.mkdtemp()
    try:
        with system(receiver, data) as local:
            made = things(local, receiver)
            under_kms(local, receiver, made)
        with system(receiver, data) as local:
            without_kms(local, receiver, made)
        with system(receiver, data, "--json", kms=TWO) as local:
            held = key_gone(local, receiver, made)
        with system(receiver, data, kms=TWO, old=ONE) as local:
            anew(local, receiver, made, held)
        with system(receiver, data, kms=TWO) as local:
            old_key_removed(local, receiver, made)
        with system(receiver, data, sealing="file", old=TWO) as local:
            back_to_a_file(local, receiver, made)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def system(receiver, data, *options, sealing="kms", kms=None, old=None):
    env = {"SLUICE_SEALING_KMS_KEY": kms or "", "SLUICE_SEALING_OLD_KMS_KEYS": old or ""}
    return Local("--no-demo", "--sealing", sealing, "--dispatchers", str(CONTAINERS), "--allow", f"127.0.0.1:{receiver.port}", *options,
                 data=data, env=env)


def things(local, receiver):
    """An endpoint with a secret and a header, and a source, which is posted to later."""
    endpoint = local.endpoint(receiver.url, headers={"Authorization": HEADER})
    status, source = local.api("POST", "/v1/sources", {"kind": "standard_webhooks", "name": "others"})
    if status != 201:
        raise RuntimeError(f"source: {status} {source}")
    return {"endpoint": endpoint["id"], "secrets": [endpoint["secret"]], "source": source["secret"]}


# --- under KMS


def under_kms(local, receiver, made):
    expect("under KMS: deliveries that verify", EVENTS, verified(local, receiver, made, EVENTS))
    calls = kms(local, "GET", "/__calls")
    expect("under KMS: data keys made for all that was sealed", 1, calls.get("GenerateDataKey"))
    expect_between(f"under KMS: times that a data key was unwrapped for {EVENTS} deliveries by {CONTAINERS} containers", 1, CONTAINERS, calls.get("Decrypt", 0))
    rows = table(local)
    key = data_key(local, rows)
    hidden = {"the secret": made["secrets"][0], "its key": made["secrets"][0].removeprefix("whsec_"), "the header": HEADER,
              "the source's secret": made["source"], "the data key": base64.b64encode(key).decode(), "the data key in hex": key.hex()}
    stored = json.dumps(rows)
    expect("under KMS: readable in the table", [], [name for name, text in hidden.items() if text.rstrip("=") in stored])
    expect("under KMS: bytes of the data key in the table", False, any(key in blob for blob in blobs(rows)))
    expect("under KMS: printed", [], [name for name, text in hidden.items() if text.rstrip("=") in "\n".join(local.lines) + local.errors()])
    expect("under KMS: what is looked for like that and is there is found", True, "readable-by-nobody" not in stored and "v1.dk_1." in stored)
    expect("under KMS: sealed texts by key", {"dk_1": 3}, counts(local))
    status, _ = kms_status(local, "Decrypt", {"KeyId": ONE, "CiphertextBlob": wrapped(rows, 1), "EncryptionContext": {"sluice": "sealing"}})
    expect("under KMS: the wrapped key without its encryption context", 400, status)


def without_kms(local, receiver, made):
    """A new start, whose containers have not seen the key yet."""
    kms(local, "POST", "/__failure", {"error": "none"})
    before = receiver.count()
    events = [post(local) for _ in range(WITHOUT_KMS)]
    deliveries = until(lambda: all_held(local, made, events), 60, every=0.5) or states(local, made, events, "held")
    expect("KMS away: deliveries that are held, and why", f"{WITHOUT_KMS} kms", f"{len(deliveries)} {' '.join({d['hold_reason'] for d in deliveries})}")
    expect("KMS away: webhooks, dead deliveries", "0 0", f"{receiver.count() - before} {len(states(local, made, events, 'dead'))}")
    _, explained = local.api("GET", f"/v1/events/{events[0]}/explain")
    expect("KMS away: explain", ["kms"], [each["reason"] for each in explained["data"]])
    status, answer = local.api("POST", "/v1/endpoints", {"url": receiver.url})
    expect("KMS away: a new endpoint", "503 sealing_unavailable", f"{status} {answer.get('reason')}")
    status, answer = local.api("POST", f"/v1/endpoints/{made['endpoint']}/secret/rotate", {})
    expect("KMS away: a rotation", "503 sealing_unavailable", f"{status} {answer.get('reason')}")
    kms(local, "DELETE", "/__failure")
    until(lambda: len(states(local, made, events, "delivered")) == WITHOUT_KMS, PATIENCE, every=1)
    expect("KMS back: delivered, and how often each came", f"{WITHOUT_KMS} [1]",
           f"{len(states(local, made, events, 'delivered'))} {sorted({len(receiver.of(event[4:])) for event in events})}")
    expect("KMS back: what came verifies", True, all(verifies(made, receiver.of(event[4:])) for event in events))


def key_gone(local, receiver, made):
    """Another KMS key seals, and nobody has said that the old one opens still."""
    before = receiver.count()
    event = post(local)
    held = until(lambda: states(local, made, [event], "held"), 30, every=0.2)  # it may be on its way to be tried again, and is held anew
    expect("a key that is gone: held, and why", ["secret"], [d["hold_reason"] for d in held])
    line = local.line(r'"event":"not_signed"', 10)
    expect("a key that is gone: the dispatcher's line", f"{made['endpoint']} unknown_key",
           " ".join(json.loads(line.string)[name] for name in ("endpoint", "reason")) if line else "no line")
    expect("a key that is gone: webhooks", 0, receiver.count() - before)
    return event


# --- sealed anew


def anew(local, receiver, made, held):
    """While the endpoint's secret is rotated all the time."""
    expect("before: sealed texts by key", {"dk_1": 3}, counts(local))
    done = threading.Event()

    def rotate():
        while len(made["secrets"]) < 10 and not (done.is_set() and len(made["secrets"]) > 3):
            status, answer = local.api("POST", f"/v1/endpoints/{made['endpoint']}/secret/rotate", {"overlap_seconds": 3600})
            if status == 200:
                made["secrets"].append(answer["secret"])

    rotating = threading.Thread(target=rotate)
    rotating.start()
    code, said = command(local, "reseal")
    done.set()
    rotating.join()
    note(f"sealed anew beside {len(made['secrets']) - 1} rotations: {said}")
    expect("sealed anew while the secret was rotated: end, unreadable", "0 0", f"{code} {said[0]['unreadable'] + said[0]['busy']}")
    expect("sealed anew: a second time", "0 0", " ".join(map(str, (lambda c, s: (c, s[0]["resealed"]))(*command(local, "reseal")))))
    rotations = len(made["secrets"]) - 1
    expect("sealed anew: texts by key: of the endpoint each secret and the header, of the source its secret", {"dk_2": rotations + 3}, counts(local))
    expect("sealed anew: deliveries that verify under every secret", 5, verified(local, receiver, made, 5, every=True))
    until(lambda: states(local, made, [held], "delivered"), PATIENCE, every=1)
    arrivals = receiver.of(held[4:])  # perhaps between two rotations
    expect("what the lost key held, once the key is back: it came, and verifies", "1 True",
           f"{len(arrivals)} {any(verifies({'secrets': [secret]}, arrivals) for secret in made['secrets'])}")


def old_key_removed(local, receiver, made):
    kms(local, "POST", "/__failure", {"error": "DisabledException", "key": ONE})
    expect("the old KMS key removed and disabled: deliveries that verify", 5, verified(local, receiver, made, 5, every=True))
    status, answer = local.api("GET", "/v1/sealing", admin=True)
    expect("the old KMS key removed: whose data key seals", f"200 dk_2 {TWO}", f"{status} {answer['current']} {answer['data'][0]['kms_key']}")


def back_to_a_file(local, receiver, made):
    expect("back to a file: deliveries that verify before anything is sealed anew", 5, verified(local, receiver, made, 5, every=True))
    code, said = command(local, "reseal")
    expect("back to a file: end, texts sealed anew", f"0 {len(made['secrets']) + 2}", f"{code} {said[0]['resealed']}")
    kms(local, "POST", "/__failure", {"error": "DisabledException"})
    expect("back to a file, KMS gone: deliveries that verify", 5, verified(local, receiver, made, 5, every=True))
    expect("back to a file: texts under data keys", 0, sum(n for key, n in counts(local).items() if key.startswith("dk_")))


# --- what is asked


def post(local):
    status, event = local.api("POST", "/v1/events", {"type": "order.paid", "data": {}})
    if status != 202:
        raise RuntimeError(f"event: {status} {event}")
    return event["id"]


def verified(local, receiver, made, number, every=False):
    """Of so many new events, whose webhooks verify: under the last secret, or under every one."""
    events = [post(local) for _ in range(number)]
    until(lambda: all(receiver.of(event[4:]) for event in events), 60)
    secrets = made["secrets"] if every else made["secrets"][-1:]
    return sum(all(verifies({"secrets": [secret]}, receiver.of(event[4:])) for secret in secrets) for event in events)


def verifies(made, arrivals):
    """Under the last secret, by OpenSend's formula, and the header's value is there."""
    return bool(arrivals) and all(
        signing.opensend_verifies(made["secrets"][-1], a) and a.headers.get("authorization") == HEADER for a in arrivals
    )


def states(local, made, events, state):
    wanted = set(events)
    return [d for d in local.deliveries(made["endpoint"]) if d["event"] in wanted and d["state"] == state]


def all_held(local, made, events):
    held = states(local, made, events, "held")
    return held if len(held) == len(events) else []


def counts(local):
    """Sealed texts by key, by the command."""
    code, keys = command(local, "status")
    return {key["key"]: key["envelopes"] for key in keys} if code == 0 else code


def command(local, name):
    ended = run("sealing", name, "--url", local.api_url, "--key", local.greeting["admin key"])
    lines = [json.loads(line) for line in ended.stdout.decode().splitlines()]
    return ended.returncode, lines or [{"unreadable": ended.stderr.decode(), "busy": "", "resealed": None}]


def kms(local, method, path, body=None):
    request = urllib.request.Request(local.greeting["KMS"] + path, method=method, data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read() or b"null")


def kms_status(local, operation, body):
    """Status and answer of an operation as anybody may ask for it here."""
    request = urllib.request.Request(
        local.greeting["KMS"] + "/", data=json.dumps(body).encode(),
        headers={"X-Amz-Target": "TrentService." + operation, "Content-Type": "application/x-amz-json-1.1"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as e:
        return e.code, json.loads(e.read())


def data_key(local, rows):
    """The one that seals, as only KMS gives it out."""
    context = {"sluice": "sealing", "data_key": "dk_1"}
    status, answer = kms_status(local, "Decrypt", {"KeyId": ONE, "CiphertextBlob": wrapped(rows, 1), "EncryptionContext": context})
    if status != 200:
        raise RuntimeError(f"Decrypt: {status} {answer}")
    return base64.b64decode(answer["Plaintext"])


def wrapped(rows, number):
    return next(row["wrapped"]["B"] for row in rows if row["pk"]["S"] == "SEALING" and int(row["sk"]["S"]) == number)


def blobs(rows):
    """Every binary value."""
    for row in rows:
        for value in row.values():
            if "B" in value:
                yield base64.b64decode(value["B"])


def table(local):
    """Every row."""
    rows, start = [], None
    while True:
        body = {"TableName": "sluice", **({"ExclusiveStartKey": start} if start else {})}
        request = urllib.request.Request(
            local.greeting["DynamoDB"] + "/",
            data=json.dumps(body).encode(),
            headers={
                "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Target": "DynamoDB_20120810.Scan",
                "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
            },
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            page = json.loads(answer.read())
        rows += page["Items"]
        start = page.get("LastEvaluatedKey")
        if not start:
            return rows


main()
