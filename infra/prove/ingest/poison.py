"""One SNS event with a record between two good ones that nobody owns: the others are accepted, the function succeeds, and once a rule says
whose it is a replay accepts it, by the command line. Another record that is no JSON stays rejected. What else a function may be handed is
kept as it came, each record by itself."""

import base64
import json

from bounce import bounce
from facts import expect
from inputs import after, invoke, sns_event
from sluice import Local, run

NOBODY = {"SLUICE_SES_APPLICATION": "none"}  # no default: only rules


def of_set(name):
    message_id, document = bounce()
    document = json.loads(document)
    document["mail"].setdefault("tags", {})["ses:configuration-set"] = [name]
    return message_id, json.dumps(document)


def cli(local, *arguments, admin=True):
    ended = run("quarantine", *arguments, "--url", local.api_url, "--key", local.greeting["admin key" if admin else "key"])
    return ended.returncode, [json.loads(line) for line in ended.stdout.decode().splitlines() if line.startswith("{")]


def apart(local):
    """Records that are no events, each told of and kept by itself; and what is no list of records."""
    mail = json.dumps({"Records": [{"eventSource": "aws:ses", "eventVersion": "1.0", "ses": {}}]}).encode()
    (status, answer, error), logged = after(local, lambda: invoke(local, "ingest", mail), 1)
    outcome = f"{logged[0]['event']} {logged[0]['reason']}"
    expect("a mail that came in: function, outcome", "200 None None control ses_inbound_unsupported", f"{status} {answer} {error} {outcome}")
    two = json.loads(sns_event("{", "[]"))["Records"]
    by_function = {
        "ingest": json.dumps({"Records": two}),
        "ingest-bus": json.dumps({"id": 1.50, "Records": two[::-1]}),
    }
    for function, event in by_function.items():
        _, logged = after(local, lambda: invoke(local, function, event.encode()), 2)
        expect(f"{function}, two records: reasons", "invalid_json unsupported_input", " ".join(sorted(each["reason"] for each in logged)))
        kept = sorted(local.api("GET", f"/v1/quarantine/{each['quarantine']}", admin=True)[1]["raw_base64"] for each in logged)
        alone = (json.dumps({**json.loads(event), "Records": [record]}) for record in two)
        expect(f"{function}, two records: each is kept alone", True, kept == sorted(base64.b64encode(one.encode()).decode() for one in alone))
    for foreign in (b"[]", b'"Hello"', b' {"Records" : null}'):
        (status, answer, error), logged = after(local, lambda: invoke(local, "ingest", foreign), 1)
        expect(f"{foreign}: function", "200 None None", f"{status} {answer} {error}")
        one = local.api("GET", f"/v1/quarantine/{logged[0]['quarantine']}", admin=True)[1]
        expect(f"{foreign} is kept", True, base64.b64decode(one["raw_base64"]) == foreign)


def main():
    with Local("--no-demo", env=NOBODY) as local:
        application = local.api("GET", "/v1/applications", admin=True)[1]["data"][0]["id"]
        rule = {"kind": "configuration_set", "value": "known", "application": application}
        expect("a rule is made", 201, local.api("POST", "/v1/owners", rule, admin=True)[0])
        (first, a), (poison, b), (second, c) = of_set("known"), of_set("forgotten"), of_set("known")
        event = sns_event(a, b, c)
        (status, answer, error), logged = after(local, lambda: invoke(local, "ingest", event), 3)
        expect("the function's answer", "200 None None", f"{status} {answer} {error}")
        expect("outcomes", "accepted, rejected, accepted", ", ".join(each["event"] for each in logged))
        expect("reason", "no_application", logged[1].get("reason"))

        code, rows = cli(local, "list")
        expect("in quarantine, by the command line", "0: no_application", f"{code}: {', '.join(row['reason'] for row in rows)}")
        kept = rows[0]["id"]
        status, one = local.api("GET", f"/v1/quarantine/{kept}", admin=True)
        alone = json.dumps({"Records": [json.loads(event)["Records"][1]]})
        expect("its record is kept byte for byte, without the others", True, base64.b64decode(one["raw_base64"]) == alone.encode())
        expect("an application's key sees nothing of it", 404, local.api("GET", f"/v1/quarantine/{kept}")[0])
        code, replayed = cli(local, "replay", kept)
        expect("replay before the fix: exit code, reason", "1 no_application", f"{code} {replayed[0].get('reason')}")

        fix = {"kind": "configuration_set", "value": "forgotten", "application": application}
        expect("the fix", 201, local.api("POST", "/v1/owners", fix, admin=True)[0])
        code, replayed = cli(local, "replay", kept)
        expect("replay after the fix: exit code", 0, code)
        events = local.api("GET", "/v1/events?limit=100")[1]["data"]
        found = sorted(local.api("GET", f"/v1/events/{e['id']}")[1]["data"]["message_id"] for e in events)
        expect("events stored are the three", sorted([first, poison, second]), found)
        expect("quarantine afterwards", [], cli(local, "list")[1])

        (status, _, error), logged = after(local, lambda: invoke(local, "ingest", sns_event("{not JSON")), 1)
        expect("no JSON: function and outcome", "200 None rejected invalid_json", f"{status} {error} {logged[0]['event']} {logged[0]['reason']}")
        code, _ = cli(local, "replay", "--all")
        expect("replay of what is still no JSON: exit code", 1, code)
        apart(local)
        code, purged = cli(local, "purge", "--before", "2100-01-01T00:00:00Z")
        expect("purge: exit code, rows left", "0 0", f"{code} {len(cli(local, 'list')[1])}")


main()
