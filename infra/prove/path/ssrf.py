"""Addresses that are not public: refused at creation, refused at sending, and nobody connects."""

import socket
import tempfile

from bounce import bounce
from facts import expect, not_run
from receiver import Receiver
from sluice import Local, free_ports

METADATA = "169.254.169.254"


def main():
    receiver = Receiver()
    try:
        six = Receiver(receiver.port, socket.AF_INET6)
    except OSError:
        six = None
    hosts = spellings(six)
    with tempfile.TemporaryDirectory(prefix="sluice-ssrf-") as data:
        port = free_ports()
        allowed = [f"{host}:{receiver.port}" for host in hosts] + [f"{METADATA}:80"]
        with Local("--no-demo", "--allow", ",".join(allowed), "--retry-schedule", "1s", port=port, data=data) as local:
            created = while_allowed(local, hosts, receiver)
        receivers = [r for r in (receiver, six) if r]
        expect("listeners that counted connections while it was allowed", len(receivers), sum(r.connections > 0 for r in receivers))
        with Local("--no-demo", port=port, data=data) as local:
            connected = sum(r.connections for r in receivers)
            refused_at_creation(local, hosts, receiver.port)
            refused_at_sending(local, created)
            expect("connections to the listener meanwhile", 0, sum(r.connections for r in receivers) - connected)
        exactly_what_is_named(receiver, hosts)


def spellings(six):
    """Of this machine, as URLs may have it."""
    hosts = ["127.0.0.1", "2130706433", "0x7f.1", "localhost"]
    if six:
        hosts.append("[::1]")
    else:
        not_run("http://[::1]", "this machine has no ::1")
    name = socket.gethostname()
    try:
        loopback = all(info[4][0].startswith("127.") for info in socket.getaddrinfo(name, 80, socket.AF_INET))
    except OSError:
        loopback = False
    if loopback and name not in hosts:
        hosts.append(name)
    else:
        not_run("this machine's own name", f"{name} does not stand for a loopback address")
    return hosts


def while_allowed(local, hosts, receiver):
    """Endpoints at every spelling, made and reached while --allow names them: by host."""
    created = {host: local.endpoint(f"http://{host}:{receiver.port}/{n}")["id"] for n, host in enumerate(hosts)}
    local.publish(bounce()[1])
    states = {host: local.delivery(endpoint, "delivered")["state"] for host, endpoint in created.items()}
    expect("reached while --allow names them", {host: "delivered" for host in hosts}, states)
    created[METADATA] = local.endpoint(f"http://{METADATA}/")["id"]
    return created


def refused_at_creation(local, hosts, port):
    for host in [*hosts, METADATA]:
        status, problem = local.api("POST", "/v1/endpoints", {"url": f"http://{host}:{port}/"})
        expect(
            f"creation at http://{host}",
            "422 url_refused address_refused, with words",
            f"{status} {problem.get('reason')} {problem.get('detail_reason')}, {'with' if problem.get('detail') else 'without'} words",
        )


def refused_at_sending(local, created):
    local.publish(bounce()[1])
    for host, endpoint in created.items():
        delivery = local.delivery(endpoint, "dead")
        cause = delivery.get("cause", {})
        expect(
            f"sending to http://{host}, made while it was allowed",
            "dead address_refused after 1 attempt, may have arrived: False",
            f"{delivery['state']} {cause.get('reason')} after {delivery['attempts_made']} attempt,"
            f" may have arrived: {delivery['attempts'][-1]['may_have_arrived']}",
        )


def exactly_what_is_named(receiver, hosts):
    with Local("--no-demo", "--allow", f"127.0.0.1:{receiver.port}") as local:

        def status(host, port):
            return local.api("POST", "/v1/endpoints", {"url": f"http://{host}:{port}/"})[0]

        expect(f"with --allow 127.0.0.1:P: creation at it", 201, status("127.0.0.1", receiver.port))
        expect("at the port behind it", 422, status("127.0.0.1", receiver.port + 1))
        expect("at its network's next address", 422, status("127.0.0.2", receiver.port))
        for host in hosts:
            if host in ("localhost", "[::1]"):
                expect(f"at {host} with that port", 422, status(host, receiver.port))


main()
