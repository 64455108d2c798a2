"""What the product prints while a proof runs, and the secrets that it was given or gave out meanwhile: the section `leaks` looks for one in the
other. Not kept is what is printed to be read: the greeting of ./sluice local, with its keys."""

import json
import os
import re
import uuid

from project import TARGET

PRINTED = TARGET / "printed"
SECRETS = TARGET / "secrets"
SHORTEST = 12  # what is shorter may well be found by chance
SECRET_FIELDS = ("secret", "secrets", "key", "headers", "SLUICE_ADMIN_KEY", "SLUICE_SEALING_KEYS")
PREFIX = re.compile(r"^(whsec_|whsk_|slk_|Bearer |[A-Za-z0-9_-]{1,64}:)(?=.)")


def file(name):
    """A new file for what a process prints."""
    PRINTED.mkdir(parents=True, exist_ok=True)
    return PRINTED / f"{name}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


def printed(name, *outputs):
    file(name).write_bytes(b"\n".join(outputs))


def secrets_in(values, is_secret=False):
    """Keeps the texts of a JSON value that stand where secrets stand; of `headers` the values."""
    if isinstance(values, dict):
        for name, value in values.items():
            if name != "attempts":  # with the headers of what receivers answered, which are nobody's secrets
                secrets_in(value, is_secret or name in SECRET_FIELDS)
    elif isinstance(values, list):
        for value in values:
            secrets_in(value, is_secret)
    elif is_secret and isinstance(values, str) and len(bare(values)) >= SHORTEST:
        TARGET.mkdir(parents=True, exist_ok=True)
        with open(os.open(SECRETS, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a") as secrets:
            for value in re.split(r"[,\n]", values):
                secrets.write(json.dumps(value.strip()) + "\n")


def known():
    """The secrets, by the part of each that it may have leaked by."""
    values = {bare(json.loads(line)) for line in SECRETS.read_text().splitlines()} if SECRETS.exists() else set()
    return {value for value in values if len(value) >= SHORTEST}


def bare(value):
    """Without its prefix, such as a sealing key's id, and of a pair of keys the half that is secret."""
    return PREFIX.sub("", value)[:40]
