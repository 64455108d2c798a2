"""The scorer of the inputs of others over `normalize` and `verify`: every case. And times that no input of theirs has."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from facts import expect, not_run, note
from finer import CUT, deliveries
from project import FIXTURES, ROOT
from sluice import run

PUBLIC = FIXTURES / "public"


def finer():
    """A time is cut below the millisecond, not rounded: the scorer's inputs have none in which the two differ."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, document in enumerate(deliveries()):
            files.append(Path(folder) / f"{i}.json")
            files[-1].write_bytes(document)
        printed = run("normalize", *files).stdout.splitlines()
    expect("times finer than a millisecond", list(CUT.values()), lambda: [json.loads(line)["event"]["created_at"] for line in printed])


def main():
    finer()
    if not PUBLIC.exists():
        return not_run("the scorer over normalize and verify", "the inputs of others are not beside the repository")
    scored = subprocess.run(
        [sys.executable, FIXTURES / "score", PUBLIC, "--cmd", ROOT / "sluice"], capture_output=True, text=True, timeout=600
    )
    for line in scored.stdout.splitlines():
        if line.startswith("WRONG"):
            note(line[:300])
    last = scored.stdout.splitlines()[-1] if scored.stdout else scored.stderr[-200:]
    cases = re.match(r"(\d+)/(\d+) cases right", last)
    expect("cases right", f"{cases[2]}/{cases[2]} cases right" if cases else "all", last)
    expect("exit code of the scorer", 0, scored.returncode)


main()
