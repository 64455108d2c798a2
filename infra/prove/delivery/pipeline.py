"""What an event takes from POST to arrival: the functions in one JVM, the table and the queues in others. CPU time is that of the functions' JVM,
with the HTTP server and the polling that are API Gateway's and Lambda's in AWS. SLUICE_PROFILE=FILE has it record one."""

import json
import os
import time

import kept
from facts import expect, expect_between, note
from load import Loop, Sender, Sink, percentile
from program import Program
from project import ROOT
from sluice import Api, run
from waiting import is_idle, until

FIRST, WARM_UP, EVENTS = 2_000, 20_000, 10_000
RATE, SECONDS = 100, 30
MANY, WIDE_WARM_UP, WIDE = 50, 100, 100
PAD = 930  # with the rest, 1 KiB
ADMIN_KEY = "an-admin-key-for-tests-32-characters"
MODULE, PACKAGE = "infra/local", "dev.sluice.local"
OPTIONS = ("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
loop = Loop()


class Functions(Api):
    def __init__(self, program):
        self.program = program
        self.api_url = program.answer()
        self.greeting = {"admin key": ADMIN_KEY}
        status, application = self.api("POST", "/v1/applications", {"name": "pipeline"}, admin=True)
        assert status == 201, application
        status, key = self.api("POST", f"/v1/keys?application={application['id']}", {}, admin=True)
        assert status == 201, key
        self.greeting["key"] = key["key"]

    def cpu(self):
        """Seconds so far."""
        return int(self.program.ask("cpu")) / 1e9

    def dispatch(self):
        self.program.ask("dispatch")

    def rest(self):
        self.program.ask("rest")

    def post(self, event_type, number):
        """The sender, once all are answered."""
        sender = Sender(self, pad=PAD)
        loop.run(sender.many([event_type], number))
        return sender


class Counted:
    """CPU seconds of the functions while something is done, and how many times those of this program, which posts and receives. The second
    differs less between two states of a machine."""

    def __init__(self, functions):
        self._functions = functions

    def __enter__(self):
        self._own = time.process_time()
        self._before = self._functions.cpu()
        return self

    def __exit__(self, *_):
        self.seconds = self._functions.cpu() - self._before
        self.times = round(self.seconds / (time.process_time() - self._own), 2)

    def per_thousand(self, number):
        return round(1000 * self.seconds / number, 3)


def arrived(sinks, number, before=0):
    until(lambda: sum(sink.requests for sink in sinks) >= before + number, 120, every=0.05)
    return sum(sink.requests for sink in sinks) - before


def together(functions, sink, number):
    """Posts and delivers; CPU seconds, and how many came."""
    before = sink.requests
    with Counted(functions) as counted:
        functions.post("one.happened", number)
        came = arrived([sink], number, before)
    return counted, came


def one(functions, sink):
    functions.dispatch()
    first, _ = together(functions, sink, FIRST)
    rest, _ = together(functions, sink, WARM_UP - FIRST)
    note(f"CPU seconds per 1,000 of the first {FIRST:,} events, beside the compiler: {first.per_thousand(FIRST)};"
         f" of the {WARM_UP - FIRST:,} after them: {rest.per_thousand(WARM_UP - FIRST)}")

    until(lambda: is_idle(functions.cpu, 0.1), 120)  # the compiler still has to do what the warm-up has asked of it
    measured, came = together(functions, sink, EVENTS)
    expect(f"of {EVENTS:,} events of 1 KiB that arrived", EVENTS, came)
    expect_between("CPU seconds x1000 per 1,000 accepted and delivered", 50, 700, round(1000 * measured.per_thousand(EVENTS)))

    functions.rest()
    before = sink.requests
    with Counted(functions) as accepting:
        functions.post("one.happened", EVENTS)
    with Counted(functions) as delivering:
        functions.dispatch()
        came = arrived([sink], EVENTS, before)
    note(
        f"apart, CPU seconds per 1,000: accepted {accepting.per_thousand(EVENTS)}, then delivered from a full queue"
        f" {delivering.per_thousand(EVENTS)} ({came:,} came); times the CPU of what posts and receives: {measured.times} together,"
        f" {accepting.times} and {delivering.times} apart"
    )

    sender = Sender(functions, pad=PAD)
    with Counted(functions) as steady:
        loop.run(sender.steady(["one.happened"], RATE, SECONDS))
        until(lambda: len(sender.waits(sink, "one")) >= RATE * SECONDS, 30, every=0.05)
    waits = sender.waits(sink, "one")
    expect(f"of {RATE * SECONDS:,} events at {RATE} a second that arrived", RATE * SECONDS, len(waits))
    expect_between(f"p50 from post to arrival at {RATE} a second, in tenths of ms", 1, 150, round(10 * percentile(waits, 0.5)))
    expect_between(f"p99 from post to arrival at {RATE} a second, in tenths of ms", 1, 500, round(10 * percentile(waits, 0.99)))
    note(f"last {waits[-1]:.1f} ms; CPU seconds per 1,000 at this rate, where batches are of one: {steady.per_thousand(RATE * SECONDS)}")


def wide(functions, sinks):
    functions.post("wide.happened", WIDE_WARM_UP)
    arrived(sinks, MANY * WIDE_WARM_UP)
    before = sum(sink.requests for sink in sinks)
    with Counted(functions) as counted:
        functions.post("wide.happened", WIDE)
        came = arrived(sinks, MANY * WIDE, before)
    expect(f"of {WIDE} events for {MANY} endpoints each, webhooks that arrived", MANY * WIDE, came)
    expect_between(f"CPU seconds x1000 per 1,000 delivered, one event to {MANY} endpoints", 10, 400, round(1000 * counted.per_thousand(MANY * WIDE)))


def main():
    run("help", timeout=900)  # fetches and builds what the two take from it
    sink, sinks = Sink(loop, 200), [Sink(loop, 200) for _ in range(MANY)]
    profile = os.environ.get("SLUICE_PROFILE")
    recording = (f"-XX:StartFlightRecording=filename={profile},settings=profile",) if profile else ()
    with (
        (log_file := kept.file("pipeline")).open("w") as log,
        Program(MODULE, f"{PACKAGE}.StoresProgram", log=log, options=OPTIONS) as stores,
    ):
        env = json.loads(stores.answer()) | {
            "SLUICE_ADMIN_KEY": ADMIN_KEY,
            "SLUICE_ALLOWED_ADDRESSES": ",".join(f"127.0.0.1:{s.port}" for s in [sink, *sinks]),
        }
        with Program(MODULE, f"{PACKAGE}.FunctionsProgram", log=log, env=env, options=(*OPTIONS, *recording)) as program:
            functions = Functions(program)
            functions.endpoint(sink.url, event_types=["one.happened"])
            for s in sinks:
                functions.endpoint(s.url, event_types=["wide.happened"])
            one(functions, sink)
            wide(functions, sinks)
    note(f"log lines in {log_file.relative_to(ROOT)}")


main()
