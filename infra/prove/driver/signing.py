"""Others' view of a signature: OpenSend's formula, and the official svix package."""

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
from pathlib import Path

from project import ROOT, TARGET

PARITY = ROOT / "shared" / "src" / "test" / "parity"
INSTALLED = TARGET / "svix"


def opensend(secret, message_id, timestamp, body):
    """v1, and the base64 of HMAC-SHA256 under the secret's UTF-8 without the first whsec_ anywhere in it."""
    key = secret.replace("whsec_", "", 1).encode("utf-8", "surrogatepass")
    digest = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def opensend_verifies(secret, arrival):
    """Whether one of the signatures is what OpenSend's formula gives."""
    headers = arrival.headers
    expected = opensend(secret, headers["svix-id"], headers["svix-timestamp"], arrival.body)
    return expected in headers["svix-signature"].split(" ")


def svix_unavailable():
    """Installs the official package; why that is not possible, or None."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            return f"there is no {program} on the PATH"
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(PARITY / name, INSTALLED)
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1"]
    try:
        run = subprocess.run(npm, cwd=INSTALLED, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "npm ci did not end within 120 s"
    errors = [line for line in run.stderr.splitlines() if "error" in line] or ["?"]
    return None if run.returncode == 0 else f"npm ci ended with {run.returncode}: {errors[0]}"


def svix_verdicts(secret, arrivals):
    """What the official package says of each arrival: "valid" or its refusal."""
    lines = [
        json.dumps({"secret": secret, "headers": a.headers, "body_base64": base64.b64encode(a.body).decode()})
        for a in arrivals
    ]
    script = Path(__file__).with_name("verify.mjs")
    run = subprocess.run(
        ["node", script, INSTALLED], input="\n".join(lines), capture_output=True, text=True, timeout=60, env=os.environ
    )
    if run.returncode != 0:
        raise RuntimeError(f"verify.mjs: {run.stderr}")
    return run.stdout.splitlines()
