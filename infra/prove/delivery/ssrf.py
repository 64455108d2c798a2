"""Nothing private is ever connected to: every block of IANA's registries, in every spelling, at creating, changing, testing and sending.

What is expected is made here from the registries' files, by Python's own reading of addresses.
"""

import ipaddress
import socket
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import addresses
from commands import Commands
from facts import expect, expect_between, not_run, note
from receiver import Receiver
from sluice import Local, free_ports
from waiting import until

REGISTRIES = {version: addresses.registry(version) for version in (4, 6)}
BLOCKS = [block for blocks, _ in REGISTRIES.values() for block in blocks]
FURTHER = {  # in no registry, and no place for webhooks all the same
    "224.0.0.0/4": "Multicast",
    "168.63.129.16/32": "Azure platform",
    "::/96": "IPv4-compatible",
    "fec0::/10": "Site-local",
    "ff00::/8": "Multicast",
}
REFUSED = "422 url_refused address_refused"
PUBLIC = [ipaddress.ip_address(text) for text in ("8.8.8.8", "223.255.255.255", "2606:4700:4700::1111", "2003::1")]


def reason(address):
    """Why an address is refused, as the product words it; None where it is public."""
    if address in addresses.NAT64:
        return reason(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if block := addresses.narrowest(BLOCKS, address):
        return f"({block.name}, {block.text}{', globally reachable' if block.reachable == 'True' else ''})"
    for text, name in FURTHER.items():
        network = ipaddress.ip_network(text)
        if network.version == address.version and address in network:
            return f"({name}, {text})"
    unassigned = address.version == 6 and address not in ipaddress.ip_network("2000::/3")
    return "(outside 2000::/3)" if unassigned else None


def special():
    """The addresses of both registries, and by address the block it is tried for."""
    return {edge: block for block in BLOCKS for edge in addresses.edges(block.network)}


def ask(local, requests):
    """The answers to many requests, in their order."""
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda request: local.api(*request), requests))


def outcome(answer):
    status, body = answer
    return f"{status} {body['reason']} {body.get('detail_reason')}" if status >= 400 else str(status)


def main():
    registries()
    table = [(edge, name, *spelled) for edge in special() for name, spelled in addresses.spellings(edge).items()]
    cases = [case for case in table if reason(case[3])]
    wall = Receiver(family=socket.AF_INET6, host="::")  # all of this machine's addresses, of both families
    with tempfile.TemporaryDirectory(prefix="sluice-ssrf-") as data:
        port = free_ports()
        with Local("--no-demo", "--allow", "0.0.0.0/0,::/0", port=port, data=data) as local:
            saved = saved_while_allowed(local, cases, wall.port)  # no event is posted here: nothing is sent
        reached = at_hand(saved, wall)
        expect_between("addresses saved that lead to this machine itself, by a connection from here", 3, len(saved), reached)
        expect("the listener counted these connections", reached, wall.connections)
        with Local("--no-demo", port=port, data=data) as local:
            before = wall.connections
            some = next(iter(saved.values()))
            judged(local, "creating", cases, [("POST", "/v1/endpoints", {"url": url(case, wall.port)}) for case in cases])
            judged(local, "changing", cases, [("PATCH", f"/v1/endpoints/{some}", {"url": url(case, wall.port)}) for case in cases])
            tricked(local, wall.port)
            tested(local, cases, saved)
            sent(local, saved)
            expect("connections to the listener meanwhile", 0, wall.connections - before)
    with Local("--no-demo") as local:  # it has endpoints at others' addresses: no event is posted here
        told_apart(local, [case for case in table if case not in set(cases)])
    names_that_move()


def registries():
    for version, (blocks, day) in REGISTRIES.items():
        kinds = Counter(block.reachable or "nothing" for block in blocks)
        note(f"IPv{version} registry of {day}: {len(blocks)} blocks; globally reachable: {dict(kinds)}")


def url(case, port):
    return f"http://{case[2]}:{port}/"


def judged(local, doing, cases, requests):
    """By registry and by spelling: refused, and it is said which block the address is in."""
    expected, measured, wrong = Counter(), Counter(), defaultdict(list)
    for (edge, name, host, address), answer in zip(cases, ask(local, requests)):
        block = special()[edge]
        keys = f"IPv{edge.version} registry, globally reachable: {block.reachable or 'nothing'}", name
        why = reason(address)
        refused = outcome(answer) == REFUSED and answer[1]["detail"].endswith(why)
        for key in keys:
            expected[key] += 1
            measured[key] += refused
            if not refused:
                wrong[key].append(f"{host}: {outcome(answer)} {answer[1].get('detail')}")
    for key in sorted(expected, key=lambda key: "registry" not in key):
        expect(f"{doing}, {key}: refused, by the block's name", expected[key], measured[key] if key not in wrong else f"{measured[key]}, not {wrong[key][:5]}")


def tricked(local, port):
    cases = [(name, *trick) for host in ("127.0.0.1", "169.254.169.254") for name, trick in addresses.tricks(host).items()]
    cases += [("public user name", "http://8.8.8.8@[::1]/", "url_userinfo"), ("brackets not at the start", "http://8.8.8.8%40[::1]/", "url_invalid")]
    cases += [("zone", f"http://[fe80::1%25{zone}]:{port}/", "url_host") for zone in ("lo", "1")]
    cases += [("percent-encoded digits", f"http://%31%32%37.0.0.1:{port}/", "url_host"), ("no number", "http://127.0.0.256/", "url_host")]
    wrong = {}
    for (name, text, code), answer in zip(cases, ask(local, [("POST", "/v1/endpoints", {"url": text}) for _, text, _ in cases])):
        if outcome(answer) != f"422 url_refused {code}":
            wrong[f"{name}: {text}"] = outcome(answer)
    note(f"{len(cases)} URLs that look as if they went elsewhere: {', '.join(dict.fromkeys(name for name, _, _ in cases))}")
    expect("URLs that look as if they went elsewhere, not refused by their code", {}, wrong)


def tested(local, cases, saved):
    """Each endpoint that was saved at an address of the table while everything was allowed: a test of it is refused like saving it now."""
    by_number = {int(url.rpartition("/")[2]): id for url, id in saved.items()}
    table = list({case[3]: (case[0], "each address once", *case[2:]) for case in reversed(cases)}.values())
    numbers = {address: number for number, address in enumerate(dict.fromkeys(case[3] for case in cases))}
    judged(local, "testing", table, [("POST", f"/v1/endpoints/{by_number.get(numbers[case[3]])}/test") for case in table])
    names = [id for number, id in by_number.items() if number >= len(numbers)]
    answers = ask(local, [("POST", f"/v1/endpoints/{id}/test") for id in names])
    expect("testing names of loopback", {REFUSED: 3}, dict(Counter(map(outcome, answers))))
    code, lines = Commands(local).run("endpoints", "test", names[0])
    expect("by ./sluice endpoints test: exit code, outcome, reason", "1 refused address_refused", f"{code} {lines[0].get('outcome')} {lines[0].get('reason')}")
    status, events = local.api("GET", "/v1/events")
    expect("events of tests that were refused", "200 []", f"{status} {events.get('data')}")


def saved_while_allowed(local, cases, port):
    """An endpoint at every address of the table, carriers included, and at names of loopback; by its URL."""
    hosts = {address: f"[{address}]" if address.version == 6 else str(address) for *_, address in cases}
    texts = [*hosts.values(), "localhost", "LOCALHOST.", "".join(chr(ord(x) + 0xFEE0) for x in "localhost")]
    answers = ask(local, [("POST", "/v1/endpoints", {"url": f"http://{host}:{port}/{n}"}) for n, host in enumerate(texts)])
    expect("endpoints saved while everything is allowed", {"201": len(texts)}, dict(Counter(map(outcome, answers))))
    return {body["url"]: body["id"] for status, body in answers if status == 201}


def at_hand(saved, wall):
    """How many of these addresses lead to this machine: connected to from here, to show that the listener would notice."""
    reached = 0
    for host in {text.split("/")[2].rpartition(":")[0].strip("[]") for text in saved}:
        if host.startswith("127.") or host in ("0.0.0.0", "localhost") or "." not in host and ipaddress.ip_address(host).is_loopback:
            try:
                socket.create_connection((host, wall.port), timeout=2).close()
                reached += 1
            except OSError as e:
                note(f"{host} does not lead to this machine: {e}")
    until(lambda: wall.connections >= reached, 10)
    return reached


def sent(local, saved):
    """One event to all that was saved, now that nothing is allowed: each delivery is dead at its first attempt."""
    status, event = local.api("POST", "/v1/events", {"type": "order.paid", "data": {}})
    if status != 202:
        raise RuntimeError(f"{status} {event}")
    until(lambda: Counter(d["state"] for d in deliveries(local, event["id"]))["dead"] == len(saved), 180, every=1)
    found = Counter(
        f"{d['state']} {d.get('cause', {}).get('reason')}, attempts {d['attempts_made']},"
        f" may have arrived {any(attempt['may_have_arrived'] for attempt in d['attempts'])}"
        for d in deliveries(local, event["id"])
    )
    expect("sending to each that was saved", {"dead address_refused, attempts 1, may have arrived False": len(saved)}, dict(found))


def deliveries(local, event):
    found, after = [], ""
    while after is not None:
        _, page = local.api("GET", f"/v1/events/{event}?limit=100" + (f"&after={after}" if after else ""))
        found += page["deliveries"]
        after = page["next"]
    return found


def told_apart(local, exceptions):
    """What is public stays allowed, in every spelling, up to the edges of the blocks."""
    answers = ask(local, [("POST", "/v1/endpoints", {"url": f"http://{host}/"}) for *_, host, _ in exceptions])
    expect("edges that carry a public address, and so are allowed", {"64:ff9b::8000:0": {"201": len(exceptions)}}, by_edge(exceptions, answers))
    plain = [(address, host) for address in PUBLIC for _, (host, stands) in addresses.spellings(address).items() if stands == address]
    answers = ask(local, [("POST", "/v1/endpoints", {"url": f"http://{host}/"}) for _, host in plain])
    wrong = [host for (address, host), answer in zip(plain, answers) if outcome(answer) != "201" or read_back(answer) != address]
    expect(f"{len(plain)} spellings of public addresses that are not read as the address they are", [], wrong)
    beside = {
        address
        for block in [b.network for b in BLOCKS] + [ipaddress.ip_network(text) for text in FURTHER]
        for number in (int(block[0]) - 1, int(block[-1]) + 1)
        if 0 <= number < 1 << block.max_prefixlen
        for address in [type(block[0])(number)]
        if not reason(address)
    }
    answers = ask(local, [("POST", "/v1/endpoints", {"url": f"http://{f'[{a}]' if a.version == 6 else a}/"}) for a in beside])
    note(f"{len(beside)} addresses right beside a block and in none")
    expect("addresses right beside a block and in none: allowed", {"201": len(beside)}, dict(Counter(map(outcome, answers))))


def by_edge(cases, answers):
    return {str(edge): dict(Counter(outcome(a) for case, a in zip(cases, answers) if case[0] == edge)) for edge in {case[0] for case in cases}}


def read_back(answer):
    return ipaddress.ip_address(answer[1]["url"].removeprefix("http://").rstrip("/").strip("[]"))


def names_that_move():
    """By a file of names that the JVM takes for its DNS: 127.0.0.1 plays the public address, which is allowed, and 127.0.0.2 the private one."""
    public = Receiver()
    try:
        private = Receiver(public.port, host="127.0.0.2")
        socket.create_connection(("127.0.0.2", public.port), timeout=2).close()
    except OSError as e:
        not_run("names that change their address", f"this machine has no 127.0.0.2 ({e})")
        return
    until(lambda: private.connections == 1, 10)
    expect("listener at the private address: connections from here", 1, private.connections)
    with tempfile.TemporaryDirectory(prefix="sluice-names-") as directory:
        file = Path(directory) / "hosts"

        def names(**answers):
            everywhere = {"localhost": ["127.0.0.1"], "still": ["127.0.0.1"], **answers}
            file.write_text("".join(f"{a} {name}{'' if name == 'localhost' else '.example'}\n" for name, all in everywhere.items() for a in all))

        at_first = {"moves": ["127.0.0.1"], "grows": ["127.0.0.1"], "turns": ["127.0.0.1"], "goes": ["127.0.0.1"]}
        names(**at_first, private=["127.0.0.2"], mixed=["127.0.0.1", "127.0.0.2"], mixed2=["127.0.0.2", "127.0.0.1"])
        options = f"-Djdk.net.hosts.file={file} -Dsun.net.inetaddr.ttl=0 -Dsun.net.inetaddr.negative.ttl=0"
        with Local("--no-demo", "--retry-schedule", "1h", "--allow", "127.0.0.1/32", env={"JAVA_TOOL_OPTIONS": options}) as local:

            def create(name):
                return local.api("POST", "/v1/endpoints", {"url": f"http://{name}.example:{public.port}/"})

            saved = {name: create(name)[1]["id"] for name in ("still", *at_first)}
            for name, code in (("private", "address_refused"), ("mixed", "address_refused"), ("mixed2", "address_refused"), ("absent", "dns_failed")):
                expect(f"creating at a name: {name}", f"422 url_refused {code}", outcome(create(name)))
                changed = local.api("PATCH", f"/v1/endpoints/{saved['still']}", {"url": f"http://{name}.example:{public.port}/"})
                expect(f"changing to a name: {name}", f"422 url_refused {code}", outcome(changed))
            names(moves=["127.0.0.2"], grows=["127.0.0.1", "127.0.0.2"], turns=["127.0.0.2", "127.0.0.1"])
            for name, told in (
                ("still", "202"),
                ("moves", REFUSED),
                ("grows", REFUSED),
                ("turns", REFUSED),
                ("goes", "422 url_refused dns_failed"),
            ):
                answer = local.api("POST", f"/v1/endpoints/{saved[name]}/test")
                expect(f"testing at a name that was public when it was saved: {name}", told, outcome(answer))
                expect(f"deliveries of that: {name}", int(told == "202"), until(lambda: (d := local.deliveries(saved[name])) and len(d), 20 if told == "202" else 0) or 0)
            local.api("POST", "/v1/events", {"type": "order.paid", "data": {"number": 1}})
            for name, state, why in (
                ("still", "delivered", None),
                ("moves", "dead", "address_refused"),
                ("grows", "dead", "address_refused"),
                ("turns", "dead", "address_refused"),
                ("goes", "pending", "dns"),
            ):
                until(lambda: (d := local.deliveries(saved[name])) and d[0]["attempts_made"] == 1, 30)
                expect(f"sending to a name that was public when it was saved: {name}", f"{state} {why}", became(local, saved[name]))
            names(moves=["127.0.0.1"])
            local.api("POST", "/v1/events", {"type": "order.paid", "data": {"number": 2}})
            until(lambda: became(local, saved["moves"]) == "delivered None", 30)
            expect("sending to a name that is public again", "delivered None", became(local, saved["moves"]))
    expect("webhooks at the public address: three of the name that stays, a test among them, one of the one that came back", 4, public.count())
    expect("connections to the private address meanwhile", 0, private.connections - 1)


def became(local, endpoint):
    delivery = (local.deliveries(endpoint) or [{"state": "absent", "attempts": []}])[0]
    failure = delivery["attempts"][-1].get("failure") if delivery["attempts"] else None
    return f"{delivery['state']} {delivery.get('cause', {}).get('reason') or failure}"


main()
