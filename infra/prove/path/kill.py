"""Kills in the middle of 200 bounces, ten times: whatever was answered 200 is delivered by the next run.

Two systems side by side, five rounds each, every round on the data that the one before left: of one the JVM is killed, of the other
DynamoDB Local first and the JVM after it."""

import json
import random
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from bounce import bounce
from facts import expect, expect_between, note
from receiver import Receiver
from sluice import SIGKILL, Local, alive, free_ports
from waiting import until

ROUNDS = 5
BOUNCES = 200
FEWEST, MOST = 20, 180  # arrived when it is killed
PUBLISHERS = 16
SLOW = 0.4  # seconds that the receiver takes for an answer
AHEAD = 40  # publishes that have not yet arrived, in every other round: then the kill meets publishers too
ENOUGH = 120  # seconds for what was answered 200 to arrive after the restart: no audit comes to help within them
ENVIRONMENT = {"SLUICE_ATTEMPT_TIMEOUT": "2s"}  # and with it the queue's visibility, 17 s
SCHEDULE = "1s,1s,2s,2s,5s,5s,10s,10s,10s"


class Chain:
    """Rounds on one data directory and one set of ports."""

    def __init__(self, name, dynamodb_first, port, folder, random):
        self.name = name
        self.dynamodb_first = dynamodb_first
        self.port = port
        self.data = f"{folder}/{port}"
        self.random = random
        self.receiver = Receiver()
        self.answered = set()  # message ids of all rounds
        self.facts = []

    def run(self):
        local = self.start()
        self.endpoint = local.endpoint(self.receiver.url)["id"]
        for number in range(1, ROUNDS + 1):
            local = self.round(local, number)
        self.rows(local)
        local.term()

    def start(self):
        allow = f"127.0.0.1:{self.receiver.port}"
        options = ["--no-demo", "--allow", allow, "--retry-schedule", SCHEDULE]
        return Local(*options, port=self.port, data=self.data, env=ENVIRONMENT)

    def round(self, local, number):
        name = f"round {number}, {self.name}"
        bounces = dict(bounce(now=i % 2 == 0) for i in range(BOUNCES))
        before = self.receiver.count()
        processes = [local.pid, *local.descendants()]
        killed = self.kill_at(local, before + self.random.randint(FEWEST, MOST * 9 // 10))
        answered = self.publish(local, bounces, killed, before, AHEAD if number % 2 == 0 else BOUNCES)
        was_killed = killed.wait(60)
        arrived = killed.arrivals - before if was_killed else self.receiver.count() - before
        until(lambda: not alive(processes), 10)
        left = len(alive(processes))

        restarted = time.monotonic()
        self.receiver.delay = 0.02
        local = self.start()
        ready = time.monotonic()
        until(lambda: answered <= self.delivered(), ENOUGH, every=0.5)
        took = time.monotonic() - ready
        of_round = [a for a in list(self.receiver.arrivals)[before:] if message_id(a) in bounces]
        lost = answered - self.delivered()
        duplicates = len(of_round) - len({message_id(a) for a in of_round})
        unequal = unequal_ids(of_round)
        note(
            f"{name}: published {BOUNCES}, answered 200 {len(answered)}, arrived when killed {arrived}, "
            f"delivered {len({message_id(a) for a in of_round})}, duplicates {duplicates}, unequal ids {unequal}, lost {len(lost)}; "
            f"ready again after {ready - restarted:.0f} s, all there {took:.0f} s later"
        )
        self.facts += [
            lambda: expect(f"{name}: was killed", True, was_killed),
            lambda: expect_between(f"{name}: arrived when it was killed", FEWEST, MOST, arrived),
            lambda: expect(f"{name}: processes left", 0, left),
            lambda: expect_between(f"{name}: answered 200", 20, BOUNCES, len(answered)),
            lambda: expect(f"{name}: lost of {len(answered)} answered 200", 0, len(lost)),
            lambda: expect(f"{name}: unequal ids", 0, unequal),
        ]
        for lost_one in sorted(lost)[:3]:
            note(f"{name}: lost {lost_one}")
        self.answered |= answered
        return local

    def publish(self, local, bounces, killed, before, ahead):
        """The message ids of what was answered 200."""

        def publish(number, message):
            until(lambda: killed.is_set() or number < self.receiver.count() - before + ahead, 60, every=0.02)
            return local.publish(message)

        self.receiver.delay = SLOW
        with ThreadPoolExecutor(PUBLISHERS) as pool:
            answers = pool.map(publish, range(BOUNCES), bounces.values())
            return {id for id, ok in zip(bounces, answers) if ok}

    def kill_at(self, local, count):
        """Kills as soon as so many have arrived; an event, with how many there were then."""
        killed = threading.Event()
        (dynamodb,) = local.descendants()

        def kill():
            if self.dynamodb_first:
                local.signal(SIGKILL, dynamodb)
                time.sleep(self.random.uniform(0, 0.5))
            local.kill()
            killed.arrivals = self.receiver.count()
            killed.set()

        def arrived(now):
            if now == count:
                threading.Thread(target=kill).start()

        self.receiver.on_arrival = arrived
        return killed

    def delivered(self):
        return {message_id(a) for a in list(self.receiver.arrivals)}

    def rows(self, local):
        """What the API says in the end of everything that was ever answered 200."""

        def finished():
            # What arrived just before the kill has its row only when its message is visible again.
            rows = local.deliveries(self.endpoint)
            return len(rows) >= len(self.answered) and all(d["state"] == "delivered" for d in rows)

        until(finished, ENOUGH, every=1)
        rows = local.deliveries(self.endpoint)
        states = sorted({d["state"] for d in rows})
        unequal = unequal_ids(list(self.receiver.arrivals))
        self.facts += [
            lambda: expect(f"{self.name}: states of all rows", "['delivered']", states),
            lambda: expect(f"{self.name}: unequal ids of all rounds, repeats that came late included", 0, unequal),
            lambda: expect_between(f"{self.name}: rows", len(self.answered), ROUNDS * BOUNCES, len(rows)),
        ]


def message_id(arrival):
    return json.loads(arrival.body)["data"]["message_id"]


def unequal_ids(arrivals):
    """Events that came under two ids or with two bodies."""
    seen = {}
    for arrival in arrivals:
        seen.setdefault(message_id(arrival), set()).add((arrival.id, arrival.body))
    return sum(len(versions) > 1 for versions in seen.values())


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(10**6)
    note(f"seed {seed} (path/kill.py {seed} repeats the choices)")
    base = free_ports()
    with tempfile.TemporaryDirectory(prefix="sluice-kill-") as folder, ThreadPoolExecutor(2) as pool:
        chains = [
            Chain("kill -9 of the JVM", False, base, folder, random.Random(seed)),
            Chain("kill -9 of DynamoDB Local, then the JVM", True, free_ports(base + 10), folder, random.Random(seed + 1)),
        ]
        ends = [pool.submit(chain.run) for chain in chains]
        failures = [end.exception() for end in ends]
    for chain in chains:
        for fact in chain.facts:
            fact()
    for failure in filter(None, failures):
        raise failure


main()
