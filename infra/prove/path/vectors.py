"""Signing as others sign, byte for byte, through ./sluice sign; and back through ./sluice verify."""

import base64
import json
import re

from facts import expect, not_run
from project import FIXTURES, ROOT
from sluice import run

COMMITTED = ROOT / "shared" / "src" / "test" / "resources" / "dev" / "sluice" / "signature" / "vectors.json"
HALF_A_PAIR = re.compile("[\ud800-\udfff]")  # sign shows parity with such a secret; nobody could have sent it to verify
IN_A_HEADER = re.compile(r"[!-~]+")


def main():
    file = FIXTURES / "signing-vectors.json"
    if file.exists():
        vectors = json.loads(file.read_text(encoding="utf-8"))["vectors"]
        differing = [v["name"] for v in vectors if strict_base64(v["secret"]) != v["secret_is_strict_base64"]]
        expect("secrets that we find strict base64 and the vectors do not, or the other way round", [], differing)
        signed("signing-vectors.json", vectors, "opensend_signature", "svix_signature")
    else:
        not_run("signing-vectors.json", "../shared/fixtures is not beside the repository")
    vectors = json.loads(COMMITTED.read_text(encoding="utf-8"))
    signed("our parity vectors", vectors, "opensend", "svix")
    round_trip(vectors)
    exit_codes()
    utf8()


def signed(name, vectors, opensend, svix):
    """Both schemes and both together, in one process."""
    lines = [line(v, scheme) for v in vectors for scheme in ("opensend", "svix", "svix+opensend")]
    ended = run("sign", text="\n".join(lines))
    answers = [json.loads(answer) for answer in ended.stdout.decode("utf-8").splitlines()]
    expect(f"{name}: answers, one a line", len(lines), len(answers))
    by_scheme = [answers[i::3] for i in range(3)]
    strict = [strict_base64(v["secret"]) for v in vectors]

    wrong = [v["name"] for v, a in zip(vectors, by_scheme[0]) if signature(a) != v[opensend]]
    expect(f"{name}: opensend, equal of {len(vectors)}", len(vectors), len(vectors) - len(wrong))
    right = sum(s and signature(a) == v[svix] for v, a, s in zip(vectors, by_scheme[1], strict))
    expect(f"{name}: svix with a strict base64 secret, equal of {sum(strict)}", sum(strict), right)
    both = sum(s and signature(a) == f"{v[svix]} {v[opensend]}" for v, a, s in zip(vectors, by_scheme[2], strict))
    expect(f"{name}: svix+opensend with such a secret, equal of {sum(strict)}", sum(strict), both)
    loose = len(vectors) - sum(strict)
    for scheme, found in (("svix", by_scheme[1]), ("svix+opensend", by_scheme[2])):
        refused = sum(not s and bool(a.get("reason") and a.get("message")) and "headers" not in a for a, s in zip(found, strict))
        expect(f"{name}: {scheme} with another secret, refused with a reason of {loose}", loose, refused)
    expect(f"{name}: exit code, as some were refused", 1, ended.returncode)


def line(vector, scheme):
    """As text, and as base64 where that says the same."""
    body = vector["body"] if "body" in vector else vector["body_repeat"]["unit"] * vector["body_repeat"]["count"]
    input = {"scheme": scheme, **{name: vector[name] for name in ("secret", "id", "timestamp")}}
    try:
        encoded = {"body_base64": base64.b64encode(body.encode()).decode()} if scheme == "svix" else {"body": body}
    except UnicodeEncodeError:  # half a surrogate pair has no bytes of its own
        encoded = {"body": body}
    return json.dumps({**input, **encoded})


def signature(answer):
    return answer.get("headers", {}).get("svix-signature")


def strict_base64(secret):
    """Whether a decoder that overlooks nothing but absent padding takes it, and finds a key in it."""
    text = secret.removeprefix("whsec_")
    if not re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", text, re.A):
        return False
    bare = text.rstrip("=")
    return len(bare) % 4 != 1 and (text == bare or len(text) % 4 == 0)


def round_trip(vectors):
    inputs = [json.loads(line(v, s)) for v in vectors for s in ("opensend", "svix", "svix+opensend")]
    inputs = [i for i in inputs if IN_A_HEADER.fullmatch(i["id"]) and not HALF_A_PAIR.search(i["secret"])]
    answers = [json.loads(a) for a in run("sign", text="\n".join(map(json.dumps, inputs))).stdout.splitlines()]
    checks = [
        {**{n: v for n, v in i.items() if n not in ("id", "timestamp")}, **a, "now_epoch_seconds": i["timestamp"]}
        for i, a in zip(inputs, answers)
        if "headers" in a and i["secret"].replace("whsec_", "", 1)
    ]
    ended = run("verify", text="\n".join(map(json.dumps, checks)))
    verdicts = [json.loads(v)["verdict"] for v in ended.stdout.splitlines()]
    expect("what sign signed, verify finds valid", f"{len(checks)}, exit code 0", f"{verdicts.count('valid')}, exit code {ended.returncode}")

    changed = [{**check, "body": check["body"] + " "} for check in checks if "body" in check]
    ended = run("verify", text="\n".join(map(json.dumps, changed)))
    reasons = [json.loads(v)["reason"] for v in ended.stdout.splitlines()]
    expect(
        "the same with one byte more: no_matching_signature",
        f"{len(changed)}, exit code 1",
        f"{reasons.count('no_matching_signature')}, exit code {ended.returncode}",
    )


def exit_codes():
    good = json.dumps({"scheme": "opensend", "secret": "x", "id": "a.b", "timestamp": 1, "body": ""})
    expect("sign: exit code when all were signed", 0, run("sign", text=good).returncode)
    expect("sign: exit code when one was refused", 1, run("sign", text=good + "\n{}\n").returncode)
    expect("sign: exit code of a file that is not there", 2, run("sign", "no-such-file").returncode)
    expect("sign: exit code of a wrong option", 2, run("sign", "--no-such-option").returncode)


def utf8():
    message = json.loads((ROOT / "infra" / "events" / "ses-bounce-message.json").read_text(encoding="utf-8"))
    message["mail"]["commonHeaders"]["subject"] = "Größe 尺寸 🚀"
    ended = run("normalize", "-", text=json.dumps(message), env={"LC_ALL": "C"})
    subject = json.loads(ended.stdout.decode("utf-8", "replace"))["event"]["data"]["subject"]
    expect("normalize under LC_ALL=C: a subject in three scripts", "Größe 尺寸 🚀", subject)
    expect("normalize: exit code", 0, ended.returncode)


main()
