"""Twenty endpoints, three of which misbehave: one hangs, one answers 500, one answers 200 after 10 s. Do the other seventeen notice?

Both halves of each pair are measured in one program, once its compiler is done, and take turns at being first: on two cores it is the compiler
that the others would wait for."""

import os
import statistics
import time
from contextlib import contextmanager

from facts import expect, expect_between, note
from load import Loop, Sender, Sink, percentile
from sluice import Local
from waiting import is_idle, until

TWENTY, WELL, SECONDS = 20, 17, 30
BEFORE = 20  # seconds: until those that are slow are known to be, and have their containers, which start on cores of their own in AWS
BATCHES, ALONE = 6_000, 60  # events that come in batches, then seconds in which each comes alone, some to the three: ways through the program
PAIRS = int(os.environ.get("SLUICE_PAIRS", "5"))
loop = Loop()


class Neighbours:
    def __init__(self):
        self.well = {f"well{i:02}": Sink(loop, 200) for i in range(WELL)}
        self.bad = {"hangs": Sink(loop, 0), "fails": Sink(loop, 500), "slow": Sink(loop, 200, delay=10)}
        sinks = (self.well | self.bad).values()
        self.local = Local("--no-demo", "--dispatchers", "100", "--allow", ",".join(f"127.0.0.1:{sink.port}" for sink in sinks))
        for name in self.well:
            self.endpoint(name)
        self.missing = 0
        self.each = 0  # events a second
        self.warm()

    def endpoint(self, name):
        """Its id."""
        return self.local.endpoint((self.well | self.bad)[name].url, event_types=[f"{name}.happened"])["id"]

    @contextmanager
    def beside(self, bad):
        """With endpoints that misbehave; they are gone afterwards, and so are their requests."""
        ids = [self.endpoint(name) for name in bad]
        yield
        for id in ids:
            self.local.api("DELETE", f"/v1/endpoints/{id}")
        until(lambda: not any(sink.open for sink in self.bad.values()), 60)

    def send(self, seconds, *more):
        """At half of what the stack takes with twenty; what sent them."""
        sender = Sender(self.local)
        loop.run(sender.steady([f"{name}.happened" for name in [*self.well, *more]], self.each, seconds))
        return sender

    def take(self, events):
        """How many a second."""
        begin, before = time.monotonic(), self.came()
        loop.run(Sender(self.local).many([f"{name}.happened" for name in self.well], events))
        until(lambda: self.came() >= before + events, 120)
        return events / (time.monotonic() - begin)

    def warm(self):
        """And finds out how many events a second each of the twenty gets."""
        self.each = self.take(BATCHES) / 2 / TWENTY
        with self.beside(self.bad):
            self.send(ALONE, *self.bad)
        until(lambda: is_idle(self.local.cpu, 0.3), 120)
        rate = self.take(BATCHES // 3)
        self.each = rate / 2 / TWENTY
        note(f"takes {rate:.0f} events a second; half of that is {self.each:.2f} to each of {TWENTY}")

    def came(self):
        return sum(sink.requests for sink in self.well.values())

    def p99(self, bad):
        """Of the seventeen, beside some that misbehave."""
        begin = {name: self.bad[name].requests for name in bad}
        with self.beside(bad):
            self.send(BEFORE, *bad)
            cpu = self.local.cpu()
            sender = self.send(SECONDS, *bad)
            cpu = (self.local.cpu() - cpu) / SECONDS
            sent = len(self.well) * int(self.each * SECONDS)
            until(lambda: len(self.waits(sender)) >= sent, 60)
        waits = self.waits(sender)
        self.missing = max(self.missing, sent - len(waits))
        note(
            f"{'beside the three' if bad else 'alone'}: p50 {percentile(waits, 0.5):.0f} ms, p99 {percentile(waits, 0.99):.0f} ms, last"
            f" {waits[-1] if waits else 0:.0f} ms, {len(waits)} of {sent} came, {cpu:.2f} cores busy"
            + "".join(f", {name} {self.bad[name].requests - before}" for name, before in begin.items())
        )
        return percentile(waits, 0.99)

    def waits(self, sender):
        return sorted(wait for name, sink in self.well.items() for wait in sender.waits(sink, name))


def main():
    neighbours, ratios = Neighbours(), []
    with neighbours.local:
        for pair in range(PAIRS):
            halves = [{}, neighbours.bad]
            p99 = {bool(bad): neighbours.p99(bad) for bad in (reversed(halves) if pair % 2 else halves)}
            ratios.append(p99[True] / p99[False])
        note(f"p99 beside the three to that alone: {', '.join(f'{ratio:.2f}' for ratio in ratios)}")
    expect("most of the seventeen's events that did not come", 0, neighbours.missing)
    expect_between(f"the seventeen's p99 beside the three x100 against their p99 without, median of {PAIRS} pairs", 1, 150, round(100 * statistics.median(ratios)))


main()
