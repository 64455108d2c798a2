"""A receiver that fails is left alone but for one probe at a time, and gets everything on a ramp when it is back; nobody else notices."""

import time

from facts import expect, expect_between, note
from load import Loop, Sender, Sink
from sluice import DEAD_LETTER, Local
from waiting import until

HELD = 500
FIRST_SHARE = 60  # a minute's; then twice as many each minute
SLACK = 3.0  # seconds by which an arrival may be early: SQS counts delays in whole seconds
loop = Loop()


def ramp(number):
    """Seconds after the first arrival before which this one, from 0, may not come."""
    share, minute = FIRST_SHARE, 0
    while number >= share:
        number -= share
        share, minute = 2 * share, minute + 1
    return 60 * (minute + number / share)


def health(local, endpoint):
    return local.api("GET", f"/v1/endpoints/{endpoint}")[1]["health"]


def states(local, endpoint):
    counts = {}
    for delivery in local.deliveries(endpoint):
        name = f"{delivery['state']} {delivery.get('hold_reason', '')}".strip()
        counts[name] = counts.get(name, 0) + 1
    return counts


def main():
    failing, well = Sink(loop, 503), Sink(loop, 200)
    allowed = f"127.0.0.1:{failing.port},127.0.0.1:{well.port}"
    with Local("--no-demo", "--dispatchers", "4", "--retry-schedule", "1s,1s,1h", "--allow", allowed) as local:
        endpoint = local.endpoint(failing.url, event_types=["failing.happened"])["id"]
        other = local.endpoint(well.url, event_types=["well.happened"])["id"]
        expect("an endpoint that was never tried", "closed 0", closed(local, endpoint))

        sender = Sender(local)
        loop.run(sender.steady(["failing.happened"], 5, 4))
        open_since = until(lambda: (h := health(local, endpoint))["breaker"] == "open" and h, 30)
        expect("after five failures in a row: breaker, failures", "open 5", f"{open_since['breaker']} {open_since['failures_in_a_row']}")
        expect("when it is disabled is told: days after the first failure", 5, days(open_since))

        time.sleep(3)  # what was on its way
        before = failing.requests
        loop.run(sender.steady(["failing.happened", "well.happened"], 50, HELD / 50))
        until(lambda: sum(states(local, endpoint).values()) >= HELD + 20, 60)
        expect("deliveries to it while it is open", f"held breaker: {HELD + 20}", held(states(local, endpoint)))
        expect("requests it had meanwhile, beside a probe", True, failing.requests - before <= 1)
        until(lambda: len(well.arrivals) >= HELD, 60)
        expect("the well one's events that came", HELD, len(well.arrivals))

        probes = until(lambda: (r := failing.requests - before) and r, 120)
        time.sleep(5)
        expect("of all that are held, through four containers, this many are tried: the probe", 1, failing.requests - before)
        probe = next((d for d in local.deliveries(endpoint) if d["probes_made"]), {})
        expect("the probe: state, probes made", "held breaker 1", f"{probe.get('state')} {probe.get('hold_reason')} {probe.get('probes_made')}")

        failing.status = 200
        failing.arrivals.clear()
        back = time.monotonic()
        until(lambda: health(local, endpoint)["breaker"] == "closed", 300, every=1)
        expect("it is back: breaker, failures", "closed 0", closed(local, endpoint))
        note(f"closed {time.monotonic() - back:.0f} s after the receiver was back")
        until(lambda: len(failing.arrivals) >= HELD + 20, 420, every=1)
        expect("all that was held came", HELD + 20, len(failing.arrivals))
        expect("all are delivered", {"delivered": HELD + 20}, until(lambda: (s := states(local, endpoint)) == {"delivered": HELD + 20} and s, 30) or states(local, endpoint))
        on_ramp = sorted(failing.arrivals.values())[2:]  # behind the two probes that closed it
        early = [i for i, at in enumerate(on_ramp) if at - on_ramp[0] < ramp(i) - SLACK]
        expect("arrivals before their time on the ramp of 60, 120, 240 … a minute", 0, len(early))
        expect_between("seconds from the first to the last, against the ramp's", int(ramp(len(on_ramp) - 1)) - 3, int(ramp(len(on_ramp) - 1)) + 70, round(on_ramp[-1] - on_ramp[0]))
        expect("the well one's endpoint all the while", "closed 0", closed(local, other))
        expect("dead letters", 0, local.sqs.visible(DEAD_LETTER))
    return probes


def closed(local, endpoint):
    found = health(local, endpoint)
    return f"{found['breaker']} {found['failures_in_a_row']}"


def days(found):
    since, until_ = (time.strptime(found[name][:19], "%Y-%m-%dT%H:%M:%S") for name in ("failing_since", "disable_at"))
    return round((time.mktime(until_) - time.mktime(since)) / 86_400)


def held(counts):
    return ", ".join(f"{name}: {number}" for name, number in sorted(counts.items()))


main()
