"""The scorer of the inputs of others over `normalize` and `verify`: every case."""

import re
import subprocess
import sys

from facts import expect, not_run, note
from project import FIXTURES, ROOT

PUBLIC = FIXTURES / "public"


def main():
    if not PUBLIC.exists():
        return not_run("the scorer over normalize and verify", "the inputs of others are not beside the repository")
    run = subprocess.run(
        [sys.executable, FIXTURES / "score", PUBLIC, "--cmd", ROOT / "sluice"], capture_output=True, text=True, timeout=600
    )
    for line in run.stdout.splitlines():
        if line.startswith("WRONG"):
            note(line[:300])
    last = run.stdout.splitlines()[-1] if run.stdout else run.stderr[-200:]
    cases = re.match(r"(\d+)/(\d+) cases right", last)
    expect("cases right", f"{cases[2]}/{cases[2]} cases right" if cases else "all", last)
    expect("exit code of the scorer", 0, run.returncode)


main()
