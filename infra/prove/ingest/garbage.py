"""Inputs that want to be expensive, through `normalize`: time and peak memory of the whole process, against those of a small input."""

import json
import os
import random
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from bounce import bounce
from facts import expect, expect_between, note
from sluice import LAUNCHER

MOST_SECONDS, MOST_MEGABYTES = 5, 300  # beyond those of a small input
HEAP = "512"  # megabytes: less than a function has
LIMIT_SECONDS = 60  # then it is ended, and that is the outcome


def run(path):
    """Outcome, reason, seconds, peak MB."""
    started = time.monotonic()
    process = subprocess.Popen(
        [LAUNCHER, "normalize", str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "JAVA_TOOL_OPTIONS": f"-Xmx{HEAP}m"},
    )
    limit = threading.Timer(LIMIT_SECONDS, os.kill, (process.pid, signal.SIGKILL))
    limit.start()
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    limit.cancel()
    line = json.loads(out.splitlines()[0]) if out else {"outcome": f"ended with {os.waitstatus_to_exitcode(status)}"}
    return line["outcome"], line.get("reason"), time.monotonic() - started, usage.ru_maxrss // 1024


def cases():
    document = json.loads(bounce()[1])
    noise = random.Random(4)
    yield "20 MB of random bytes", noise.randbytes(20 << 20), "rejected invalid_json"
    yield "20 MB of one text in a sound document", json.dumps({**document, "x": "y" * (20 << 20)}).encode(), "rejected invalid_json"
    headers = [{"name": f"X-{i}", "value": "v" * 60} for i in range(2000)]
    yield "a header list of 180 KB", json.dumps({**document, "mail": {**document["mail"], "headers": headers}}).encode(), "accepted"
    yield "nesting 100,000 deep", b"[" * 100_000 + b"]" * 100_000, "rejected invalid_json"
    inner = json.dumps(document)[:-1].encode() + b',"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    yield "the same in a sound document", inner, "rejected invalid_json"
    repeated = json.dumps(document)[:-1].encode() + b',"x":{' + b",".join([b'"k":1'] * 180_000) + b"}}"
    yield "1 MB of one key again and again, in a sound document", repeated, "rejected invalid_json"
    yield "a number of 1,000,000 digits", b'{"eventType":' + b"9" * 1_000_000 + b"}", "rejected invalid_json"
    objects = b'{"other":1,"mail":{"messageId":"m"},"open":{"z":[{}' + b",{}" * 1_990_000 + b']},"eventType":"Open"}'
    yield "6 MB of empty objects in a document that begins with a name of its own", objects, "accepted"
    yield "7 MB of brackets that never close", b'{"a":[' * 1_200_000, "rejected invalid_json"


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input"
        path.write_text(bounce()[1])
        run(path)
        outcome, _, small_seconds, small_mb = run(path)
        expect("a small input", "accepted", outcome)
        note(f"a small input: {small_seconds:.1f} s, {small_mb} MB at most, with a heap of {HEAP} MB")
        for name, content, expected in cases():
            path.write_bytes(content)
            outcome, reason, seconds, megabytes = run(path)
            outcome = f"{outcome} {reason}" if reason else outcome
            note(f"{name}: {len(content):,} bytes, {seconds:.1f} s, {megabytes} MB at most, {outcome} {reason or ''}")
            expect(f"{name}: outcome", expected, outcome)
            expect_between(f"{name}: seconds more than a small input", -60, MOST_SECONDS, round(seconds - small_seconds))
            expect_between(f"{name}: MB more than a small input", -1000, MOST_MEGABYTES, megabytes - small_mb)


main()
