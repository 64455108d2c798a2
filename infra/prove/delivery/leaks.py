"""Nothing secret in anything that the product printed in the sections before this one."""

from facts import expect, expect_between, not_run, note
from kept import PRINTED, known


def main():
    secrets = sorted(known())
    files = sorted(PRINTED.glob("*")) if PRINTED.exists() else []
    if not secrets or not files:
        not_run("secrets in what was printed", "no other section ran, so nothing was")
        return
    texts = {file.name: file.read_bytes() for file in files}
    note(f"{len(files)} outputs of {sum(map(len, texts.values())):,} bytes, {len(secrets)} secrets: of endpoints and sources, API keys, header values")
    found = {f"{name}: {secret[:4]}…" for name, text in texts.items() for secret in secrets if secret.encode() in text}
    expect("outputs with a secret in them", set(), found)
    # Looked at in the same way, what is printed is found: of what an attempt became, by lines for people and by JSON.
    expect_between("outputs that tell of an attempt", 1, len(files), sum(b"attempt" in text for text in texts.values()))


main()
