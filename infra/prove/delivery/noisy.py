"""Twenty endpoints, three of which misbehave: one hangs, one answers 500, one answers 200 after 10 s. Do the other seventeen notice?"""

import os
import statistics

from facts import expect, expect_between, note
from load import Loop, Sender, Sink, percentile
from sluice import Local
from waiting import until

WELL, RATE, SECONDS, WARM_UP = 17, 5, 30, 20  # a hundred events a second are about half of what two cores carry
PAIRS = int(os.environ.get("SLUICE_PAIRS", "5"))
loop = Loop()


def run(with_three):
    """p99 of the seventeen and how many of their events came, of how many."""
    well = {f"well{i:02}": Sink(loop, 200) for i in range(WELL)}
    bad = {"hangs": Sink(loop, 0), "fails": Sink(loop, 500), "slow": Sink(loop, 200, delay=10)}
    sinks = well | (bad if with_three else {})
    with Local("--no-demo", "--dispatchers", "100", "--allow", ",".join(f"127.0.0.1:{sink.port}" for sink in sinks.values())) as local:
        for name, sink in sinks.items():
            local.endpoint(sink.url, event_types=[f"{name}.happened"])
        loop.run(Sender(local).steady([f"{name}.happened" for name in well], RATE, WARM_UP))
        sender = Sender(local)
        loop.run(sender.steady([f"{name}.happened" for name in sinks], RATE, SECONDS))
        until(lambda: sum(len(sender.waits(sink, name)) for name, sink in well.items()) >= WELL * RATE * SECONDS, 60)
        waits = sorted(wait for name, sink in well.items() for wait in sender.waits(sink, name))
        note(
            f"{'beside the three' if with_three else 'alone'}: p50 {percentile(waits, 0.5):.0f} ms, p99 {percentile(waits, 0.99):.0f} ms, last"
            f" {waits[-1] if waits else 0:.0f} ms, {len(waits)} of {WELL * RATE * SECONDS} came; requests: "
            + ", ".join(f"{name} {sink.requests}" for name, sink in bad.items())
        )
        return percentile(waits, 0.99), len(waits)


def main():
    ratios, came = [], []
    for _ in range(PAIRS):
        alone, beside = run(False), run(True)
        ratios.append(beside[0] / alone[0])
        came += [alone[1], beside[1]]
    expect("fewest of the seventeen's events that came", WELL * RATE * SECONDS, min(came))
    expect_between(f"the seventeen's p99 beside the three x100 against their p99 without, median of {PAIRS} pairs", 1, 150, round(100 * statistics.median(ratios)))


main()
