"""Others' view of a signature: OpenSend's formula, official packages, openssl, and HMACs as receivers with forms of their own compute them."""

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import tempfile
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
    """Whether one of the signatures is what OpenSend's formula gives; its receivers read svix-* alone."""
    headers = arrival.headers
    if "svix-signature" not in headers:
        return False
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


def svix_verdicts(secret, arrivals, library="svix"):
    """What an official package (svix, standardwebhooks) says of each arrival: "valid" or its refusal."""
    lines = [
        json.dumps(
            {"secret": secret, "headers": a.headers, "body_base64": base64.b64encode(a.body).decode(), "library": library}
        )
        for a in arrivals
    ]
    script = Path(__file__).with_name("verify.mjs")
    run = subprocess.run(
        ["node", script, INSTALLED], input="\n".join(lines), capture_output=True, text=True, timeout=60, env=os.environ
    )
    if run.returncode != 0:
        raise RuntimeError(f"verify.mjs: {run.stderr}")
    return run.stdout.splitlines()


def openssl_verifies(public_key, arrival, prefix):
    """Whether one of the v1a signatures under svix-* or webhook-* is this key's (whpk_...), by openssl."""
    headers = arrival.headers
    signed = f"{headers[prefix + 'id']}.{headers[prefix + 'timestamp']}.".encode() + arrival.body
    versions = [signature.partition(",") for signature in headers[prefix + "signature"].split(" ")]
    return any(
        _openssl(base64.b64decode(public_key.removeprefix("whpk_")), signed, base64.b64decode(text))
        for version, _, text in versions
        if version == "v1a"
    )


def openssl_key():
    """A new Ed25519 key of openssl's: its seed and its public key."""
    pem = subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519"], capture_output=True, check=True).stdout
    private = subprocess.run(["openssl", "pkey", "-outform", "DER"], input=pem, capture_output=True, check=True).stdout
    public = subprocess.run(["openssl", "pkey", "-pubout", "-outform", "DER"], input=pem, capture_output=True, check=True).stdout
    return private[-32:], public[-32:]


def _openssl(public_key, signed, signature):
    der = bytes.fromhex("302a300506032b6570032100") + public_key  # RFC 8410
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("key", der), ("signed", signed), ("signature", signature)):
            Path(folder, name).write_bytes(content)
        run = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key", "-keyform", "DER", "-rawin", "-in", "signed", "-sigfile", "signature"],
            cwd=folder,
            capture_output=True,
        )
        return run.returncode == 0


def hmac_verifies(preset, secret, arrival):
    """As that receiver computes it: the whole text of the secret is the key."""
    headers, body = arrival.headers, arrival.body

    def hexed(signed):
        return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()

    match preset:
        case "hookd":
            return headers.get("x-webhook-signature") == hexed(headers["x-webhook-timestamp"].encode() + b"." + body)
        case "nself":
            return headers.get("x-nself-signature-256") == "sha256=" + hexed(headers["x-nself-timestamp"].encode() + b"." + body)
        case "dispatchgo":
            return headers.get("x-signature") == "sha256=" + hexed(body)
        case "github":
            return headers.get("x-hub-signature-256") == "sha256=" + hexed(body)
    raise ValueError(preset)
