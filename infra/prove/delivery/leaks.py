"""Nothing secret in anything that the product, or a test of it, printed in the sections before this one."""

from facts import expect, expect_between, not_run, note
from kept import PRINTED, known


def leaking(texts, secrets):
    return sorted(name for name, text in texts.items() if any(secret.encode() in text for secret in secrets))


def main():
    secrets = sorted(known())
    files = sorted(PRINTED.glob("*")) if PRINTED.exists() else []
    if not secrets or not files:
        not_run("secrets in what was printed", "no other section ran, so nothing was")
        return
    texts = {file.name: file.read_bytes() for file in files}
    note(f"{len(files)} outputs of {sum(map(len, texts.values())):,} bytes, {len(secrets)} secrets: of endpoints and sources, API keys, header values")
    expect("outputs with a secret in them", [], leaking(texts, secrets))
    # What is put there on purpose is found.
    planted = {"planted": b'{"level":"INFO","message":"' + secrets[0].encode() + b'"}'}
    expect("of them once a secret is printed", ["planted"], leaking(texts | planted, secrets))
    # Looked at in the same way, what is printed is found: of what an attempt became, by lines for people and by JSON.
    expect_between("outputs that tell of an attempt", 1, len(files), sum(b"attempt" in text for text in texts.values()))


main()
