"""What becomes of one attempt at each kind of receiver: its class, whether the request may have arrived, the next time, and how long it took."""

import time
from datetime import datetime

from facts import expect, expect_between
from load import Loop
from misbehaving import LOCATION, Misbehaving
from sluice import Local
from waiting import until

TIMEOUT = 3  # seconds an attempt may take here
LATE = 3_000  # of an attempt that has its time in the queue
FIVE_SECONDS = (4000, 6001)  # the first wait of the default schedule, +-20 %
TEN_HOURS = (10 * 3_600_000 - 1, 12 * 3_600_000)

# path: outcome, milliseconds to the next attempt
DELIVERED = {path: "delivered" for path in ("status/200", "status/204", "status/299", "continue", "gzip-bomb", "endless-body")}
FAILED = {f"status/{n}": (f"status {n}, may have arrived", FIVE_SECONDS)
          for n in (301, 302, 304, 400, 401, 404, 408, 409, 413, 429, 500, 502, 503, 504)}
ASKED = {
    "retry-after/429/9": ("status 429, may have arrived", (8900, 9100)),
    "retry-after/503/date": ("status 503, may have arrived", (18_000, 20_100)),
    "retry-after/429/99999999": ("status 429, may have arrived", TEN_HOURS),
    "retry-after/429/-5": ("status 429, may have arrived", FIVE_SECONDS),
    "retry-after/500/9": ("status 500, may have arrived", FIVE_SECONDS),
}
BROKEN = {
    "reset": ("reset, may have arrived", FIVE_SECONDS),
    "silent": ("timeout_headers, may have arrived", FIVE_SECONDS),
    "slow-headers": ("timeout_headers, may have arrived", FIVE_SECONDS),
    "slow-body": ("timeout_body, may have arrived", FIVE_SECONDS),
    "huge-headers": ("protocol, may have arrived", FIVE_SECONDS),
    "bad-chunking": ("protocol, may have arrived", FIVE_SECONDS),
    "h2-only": ("protocol, may have arrived", FIVE_SECONDS),
}


def main():
    receiver = Misbehaving(Loop(), time.time)
    base = f"http://127.0.0.1:{receiver.port}/"
    urls = {path: base + path for path in [*DELIVERED, *FAILED, *ASKED, *BROKEN, "status/410"]}
    urls["refused"] = f"http://127.0.0.1:{receiver.closed_port}/"
    urls["reset-at-once"] = f"http://127.0.0.1:{receiver.resetting_port}/"
    allowed = {receiver.port, receiver.closed_port, receiver.resetting_port}
    with Local(
        "--no-demo", "--allow", ",".join(f"127.0.0.1:{port}" for port in allowed), env={"SLUICE_ATTEMPT_TIMEOUT": f"{TIMEOUT}s"}
    ) as local:
        warm(local, base)
        endpoints = {path: local.endpoint(url, event_types=["order.paid"])["id"] for path, url in urls.items()}
        local.api("POST", "/v1/events", {"type": "order.paid", "data": {}})
        found = {path: until(lambda: first(local, endpoint), 30, every=0.1) for path, endpoint in endpoints.items()}

        for path in DELIVERED:
            judge(path, found[path], "delivered", None)
        for path, (outcome, wait) in {**FAILED, **ASKED, **BROKEN}.items():
            judge(path, found[path], outcome, wait)
        judge("refused", found["refused"], "connect, never left", FIVE_SECONDS)
        at_once = described(found["reset-at-once"])
        expect("reset-at-once: its class says whether it left", True, at_once in ("connect, never left", "reset, may have arrived"))
        gone = found["status/410"]
        expect("status/410: the delivery", "held disabled", f"{gone['state']} {gone.get('hold_reason')}")
        expect("status/410: the endpoint", "disabled gone", disabled(local, endpoints["status/410"]))
        expect("redirects: requests, one an attempt", True, until(lambda: redirected(local, receiver, endpoints), 10, every=0.2))
        expect("redirects: requests where one leads", 0, receiver.requests.get(LOCATION, 0))


def warm(local, base):
    """A first delivery, which waits for classes to be loaded."""
    endpoint = local.endpoint(base + "status/200", event_types=["warm.up"])["id"]
    local.api("POST", "/v1/events", {"type": "warm.up", "data": {}})
    local.delivery(endpoint, "delivered")


def redirected(local, receiver, endpoints):
    """Whether each has been sent as many requests as attempts are recorded, all of one path."""
    return all(receiver.requests[f"/{path}"] == len(local.deliveries(endpoints[path])[0]["attempts"]) for path in ("status/301", "status/302"))


def first(local, endpoint):
    """The delivery with its first attempt, once that is made and no more than that."""
    deliveries = local.deliveries(endpoint)
    return deliveries[0] if deliveries and deliveries[0]["attempts"] else None


def described(delivery):
    attempt = delivery["attempts"][0]
    if delivery["state"] == "delivered":
        return "delivered"
    failure = f"status {attempt['status']}" if attempt["failure"] == "status" else attempt["failure"]
    return failure + (", may have arrived" if attempt["may_have_arrived"] else ", never left")


def judge(path, delivery, outcome, wait):
    expect(f"{path}: outcome", outcome, described(delivery))
    attempt = delivery["attempts"][0]
    expect_between(f"{path}: ms", 0, TIMEOUT * 1000 + 500, attempt["duration_ms"])
    expect_between(f"{path}: bytes kept of the answer", 0, 1024, len(attempt.get("answer", "").encode()))
    ended = instant(attempt["started_at"]) + attempt["duration_ms"]
    if wait and len(delivery["attempts"]) == 1:
        expect_between(f"{path}: ms to the next attempt", *wait, round(instant(delivery["next_attempt_at"]) - ended))
    elif wait:
        gap = instant(delivery["attempts"][1]["started_at"]) - ended
        expect_between(f"{path}: ms to the next attempt, which was made already", wait[0], wait[1] + LATE, round(gap))


def disabled(local, endpoint):
    answer = local.api("GET", f"/v1/endpoints/{endpoint}")[1]
    return f"{answer['status']} {answer['disabled_reason']}"


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000


main()
