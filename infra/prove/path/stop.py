"""How ./sluice ends: when asked, when told wrongly, when a port is taken. And how it starts again, elsewhere, on what it kept."""

import socket
import tempfile

from bounce import bounce
from facts import expect
from sluice import Local, alive, free_ports, run
from waiting import until


def main():
    with tempfile.TemporaryDirectory(prefix="sluice-stop-") as data:
        kept = asked_to_end(data)
        started_elsewhere(data, kept)
    told_wrongly()
    for distance, part in enumerate(("API", "SNS", "SQS", "DynamoDB", "SES", "receiver", "Lambda")):
        taken(distance, part)


def asked_to_end(data):
    local = Local(data=data)
    processes = [local.pid, *local.descendants()]
    expect("processes of ./sluice local: the JVM and DynamoDB Local", 2, len(processes))
    expect("exit code after TERM", 0, local.term())
    until(lambda: not alive(processes), 5)
    expect("processes left after TERM", 0, len(alive(processes)))
    expect("words on standard error", "", local.errors())
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        expect("the API's port is free again", 0, s.bind(("127.0.0.1", local.port)) or 0)
    return local


def started_elsewhere(data, before):
    with Local(port=free_ports(before.port + 10), data=data) as local:
        expect("the key is kept", True, before.greeting["key"] == local.greeting["key"])
        local.publish(bounce()[1])
        delivered = local.line(r"email\.bounced .* delivered$", 30)
        expect("on other ports with the same data, the demo receiver gets it", True, bool(delivered))


def told_wrongly():
    for arguments in (
        [],
        ["no-such-command"],
        ["local", "--no-such-option"],
        ["local", "--port", "many"],
        ["local", "--port", "70000"],
        ["local", "--retry-schedule", "soon"],
        ["local", "--allow", "somewhere"],
    ):
        ended = run(*arguments)
        text = ended.stderr.decode()
        expect(f"exit code of ./sluice {' '.join(arguments)}", 2, ended.returncode)
        named = [a for a in arguments if a.startswith("--")][-1:]
        expect(f"what is wrong is named: {' '.join(named) or 'the command'}", True, all(n in text.splitlines()[0] for n in named))


def taken(distance, part):
    base = free_ports()
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # those that a client used before are not taken
        s.bind(("127.0.0.1", base + distance))
        s.listen()
        ended = run("local", "--port", str(base))
    words = ended.stderr.decode().splitlines()
    clear = len(words) == 1 and str(base + distance) in words[0] and part in words[0]
    expect(f"port of {part} taken: exit code", 2, ended.returncode)
    expect(f"port of {part} taken: one sentence with the port and what it is for", True, clear or ended.stderr.decode())


main()
