"""Twenty endpoints, three of which misbehave: one hangs, one answers 500, one answers 200 after 10 s. Do the other seventeen notice?"""

import os
import statistics
import time

from facts import expect, expect_between, note
from load import Loop, Sender, Sink, percentile
from sluice import Local
from waiting import is_idle, until

WELL, SECONDS, BEFORE = 17, 30, 20  # before: until those that are slow have their containers, which start on cores of their own in AWS
WARM_UP = 2_000  # events; with fewer it is the compiler that the others wait for
PAIRS = int(os.environ.get("SLUICE_PAIRS", "5"))
loop = Loop()


def warm(local, sink):
    """How many a second it takes, of those that end a warm-up."""
    rate = 0
    for events in (WARM_UP, WARM_UP // 2):
        begin, before = time.monotonic(), sink.requests
        loop.run(Sender(local).many("well00.happened", events))
        until(lambda: sink.requests >= before + events, 120)
        rate = events / (time.monotonic() - begin)
    until(lambda: is_idle(local.cpu, 0.3), 120)
    return rate


def run(with_three, each=None):
    """p99 of the seventeen, how many of their events did not come, and how many each endpoint got a second: half of what the stack takes with
    the three, unless given."""
    well = {f"well{i:02}": Sink(loop, 200) for i in range(WELL)}
    bad = {"hangs": Sink(loop, 0), "fails": Sink(loop, 500), "slow": Sink(loop, 200, delay=10)}
    sinks = well | (bad if with_three else {})
    with Local("--no-demo", "--dispatchers", "100", "--allow", ",".join(f"127.0.0.1:{sink.port}" for sink in sinks.values())) as local:
        for name, sink in sinks.items():
            local.endpoint(sink.url, event_types=[f"{name}.happened"])
        taken = warm(local, well["well00"])
        each = each or taken / 2 / (WELL + len(bad))
        types = [f"{name}.happened" for name in sinks]
        loop.run(Sender(local).steady(types, each, BEFORE))
        sender = Sender(local)
        loop.run(sender.steady(types, each, SECONDS))
        sent = WELL * int(each * SECONDS)
        until(lambda: sum(len(sender.waits(sink, name)) for name, sink in well.items()) >= sent, 60)
        waits = sorted(wait for name, sink in well.items() for wait in sender.waits(sink, name))
        note(
            f"{'beside the three' if with_three else 'alone'}: p50 {percentile(waits, 0.5):.0f} ms, p99 {percentile(waits, 0.99):.0f} ms, last"
            f" {waits[-1] if waits else 0:.0f} ms, {len(waits)} of {sent} came, {each:.2f} a second to each; requests: "
            + ", ".join(f"{name} {sink.requests}" for name, sink in bad.items())
        )
        return percentile(waits, 0.99), sent - len(waits), each


def main():
    ratios, missing = [], []
    for _ in range(PAIRS):
        alone = run(False)
        beside = run(True, each=alone[2])
        ratios.append(beside[0] / alone[0])
        missing += [alone[1], beside[1]]
    expect("most of the seventeen's events that did not come", 0, max(missing))
    expect_between(f"the seventeen's p99 beside the three x100 against their p99 without, median of {PAIRS} pairs", 1, 150, round(100 * statistics.median(ratios)))


main()
