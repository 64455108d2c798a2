"""A well receiver beside one that never answers and one that answers 500, each with 50 events a second from a cold start: does it notice?"""

import os
import statistics

from facts import expect, expect_between, note
from load import Loop, Sender, Sink, percentile
from sluice import Local
from waiting import until

RATE, SECONDS = 50, 30
PAIRS = int(os.environ.get("SLUICE_PAIRS", "5"))
loop = Loop()


def run(dispatchers, with_others):
    """p50, p99 and how many of the well one's events came, of how many; in a stack that has just started."""
    well, hanging, failing = Sink(loop, 200), Sink(loop, 0), Sink(loop, 500)
    sinks = {"well": well} | ({"hanging": hanging, "failing": failing} if with_others else {})
    with Local(
        "--no-demo",
        "--dispatchers",
        str(dispatchers),
        "--allow",
        ",".join(f"127.0.0.1:{sink.port}" for sink in sinks.values()),
    ) as local:
        for name, sink in sinks.items():
            local.endpoint(sink.url, event_types=[f"{name}.happened"])
        sender = Sender(local)
        loop.run(sender.steady([f"{name}.happened" for name in sinks], RATE, SECONDS))
        until(lambda: len(well.arrivals) >= RATE * SECONDS, 60)
        waits = sender.waits(well, "well")
        note(
            f"{'beside the two' if with_others else 'alone'}, {dispatchers} containers: p50 {percentile(waits, 0.5):.0f} ms,"
            f" p99 {percentile(waits, 0.99):.0f} ms, last {waits[-1] if waits else 0:.0f} ms, {len(waits)} of {RATE * SECONDS} came,"
            f" {len(sender.refused)} posts refused; the hanging one had {hanging.requests} requests, {hanging.most_open} open at once,"
            f" the failing one {failing.requests}"
        )
        return percentile(waits, 0.5), percentile(waits, 0.99), len(waits)


def few():
    """As few containers as batches that hold a hanging attempt can take up: what holds then is that all comes, within one attempt's time more."""
    _, p99, came = run(10, True)
    expect("10 containers: the well one's events that came", RATE * SECONDS, came)
    expect_between("10 containers: p99 in ms, against the 15 s of an attempt", 1, 18_000, round(p99))


def main(dispatchers):
    ratios, came = [], []
    for _ in range(PAIRS):
        alone = run(dispatchers, False)
        beside = run(dispatchers, True)
        ratios.append(beside[1] / alone[1])
        came.append(beside[2])
    name = f"{dispatchers} containers"
    expect(f"{name}: fewest of the well one's events that came", RATE * SECONDS, min(came))
    expect_between(
        f"{name}: p99 beside the two x100 against p99 alone, median of {PAIRS} pairs", 1, 150, round(100 * statistics.median(ratios))
    )


if __name__ == "__main__":
    main(100)
    few()
