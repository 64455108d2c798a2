"""One SNS event with a record between two good ones that nobody owns: the others are accepted, the function succeeds, and once a rule says
whose it is a replay accepts it, by the command line. Another record that is no JSON stays rejected. One of many rows' bytes comes back as
it came, and replays whole. What else a function may be handed is kept as it came, each record by itself."""

import base64
import hashlib
import json
import subprocess
import urllib.request

from bounce import bounce
from facts import expect
from inputs import after, first, invoke, sns_event
from sluice import Local, run

NOBODY = {"SLUICE_SES_APPLICATION": "none"}  # no default: only rules
NONE_KEPT = "rej_00000000000000000000000000"
ENTITY = "0192d6a1-7c3e-7f00-8000-0123456789ab"


def of_set(name):
    message_id, document = bounce()
    document = json.loads(document)
    document["mail"].setdefault("tags", {})["ses:configuration-set"] = [name]
    return message_id, json.dumps(document)


def large(name):
    """More bytes than three rows hold, of which no two places are alike, in a form that nobody writes twice the same: its message id and
    bytes. What the event is made of stands at both ends."""
    message_id, document = bounce()
    document = json.loads(document)
    headers = [{"name": f"X-Filling-{i}", "value": hashlib.sha256(str(i).encode()).hexdigest() + "é€🚀"} for i in range(7000)]
    headers.append({"name": "X-Entity-ID", "value": ENTITY})
    own = {"bounce": document["bounce"], "eventType": "Bounce"}
    mail = {**document["mail"], "headers": headers, "tags": {"ses:configuration-set": [name], "last": ["🚀 end"]}}
    first_half = json.dumps(own, indent=3, ensure_ascii=False)[:-2]
    return message_id, (first_half + ' ,\r\n\t"mail" : ' + json.dumps(mail, ensure_ascii=False) + "\n}\n \t\n").encode()


def cli(local, *arguments):
    """Exit code and JSON lines."""
    code, out = cli_bytes(local, *arguments)
    return code, [json.loads(line) for line in out.decode().splitlines() if line.startswith("{")]


def cli_bytes(local, *arguments):
    try:
        ended = run("quarantine", *arguments, "--url", local.api_url, "--key", local.greeting["admin key"])
    except subprocess.TimeoutExpired as e:
        return str(e), b""
    return ended.returncode, ended.stdout


def raw(local, kept, piece):
    """The bytes by the API, so many at a time."""
    found = b""
    while True:
        request = urllib.request.Request(
            f"{local.api_url}/v1/quarantine/{kept}/raw?offset={len(found)}&length={piece}",
            headers={"Authorization": f"Bearer {local.greeting['admin key']}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            read = answer.read()
        found += read
        if len(read) < piece:
            return found


def shown(content):
    """Bytes, short enough for a line."""
    return f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()[:32]}…"


def rule(local, name, application):
    body = {"kind": "configuration_set", "value": name, "application": application}
    return lambda: local.api("POST", "/v1/owners", body, admin=True)[0]


def stored(local):
    """The data of every event, newest first."""
    events = local.api("GET", "/v1/events?limit=100")[1]["data"]
    return [local.api("GET", f"/v1/events/{event['id']}")[1]["data"] for event in events]


def one_between_two(local, application):
    expect("a rule is made", 201, rule(local, "known", application))
    (before, a), (poison, b), (behind, c) = of_set("known"), of_set("forgotten"), of_set("known")
    event = sns_event(a, b, c)
    (status, answer, error), logged = after(local, lambda: invoke(local, "ingest", event), 3)
    expect("the function's answer", "200 None None", f"{status} {answer} {error}")
    expect("outcomes", "accepted, rejected, accepted", ", ".join(each["event"] for each in logged))
    expect("reason", "no_application", lambda: logged[1]["reason"])

    code, rows = cli(local, "list")
    expect("in quarantine, by the command line", "0: no_application", lambda: f"{code}: {', '.join(row['reason'] for row in rows)}")
    kept = first(rows).get("id", NONE_KEPT)
    alone = json.dumps({"Records": [json.loads(event)["Records"][1]]})
    expect("its record is kept byte for byte, without the others", True, lambda: show(local, kept) == alone.encode())
    expect("an application's key sees nothing of it", 404, lambda: local.api("GET", f"/v1/quarantine/{kept}")[0])
    code, replayed = cli(local, "replay", kept)
    expect("replay before the fix: exit code, reason", "1 no_application", f"{code} {first(replayed).get('reason')}")

    expect("the fix", 201, rule(local, "forgotten", application))
    expect("replay after the fix: exit code", 0, cli(local, "replay", kept)[0])
    found = sorted([before, poison, behind])
    expect("events stored are the three", found, lambda: sorted(data["message_id"] for data in stored(local)))
    expect("quarantine afterwards", "0 []", "{} {}".format(*cli(local, "list")))


def show(local, kept):
    return base64.b64decode(local.api("GET", f"/v1/quarantine/{kept}", admin=True)[1]["raw_base64"])


def message_of(kept):
    return json.loads(kept)["Records"][0]["Sns"]["Message"]


def in_many_rows(local, application):
    message_id, content = large("large")
    (status, answer, error), logged = after(local, lambda: invoke(local, "ingest-bus", content), 1)
    expect("large: the function's answer", "200 None None", f"{status} {answer} {error}")
    expect("large: outcome", "rejected no_application", lambda: f"{logged[0]['event']} {logged[0]['reason']}")
    kept = first(logged).get("quarantine", NONE_KEPT)
    expect("large: kept, in one answer", shown(content), lambda: shown(show(local, kept)))
    expect("large: kept, in pieces of 77,777 bytes", shown(content), lambda: shown(raw(local, kept, 77_777)))
    expect("large: kept, by the command line", f"0: {shown(content)}", lambda: "{}: {}".format(*with_shown(cli_bytes(local, "raw", kept))))

    other_id, other = large("large")
    (status, answer, error), logged = after(local, lambda: invoke(local, "ingest", sns_event(other.decode())), 1)
    expect("large, of SNS: the function's answer", "200 None None", f"{status} {answer} {error}")
    kept_of_sns = first(logged).get("quarantine", NONE_KEPT)
    expect("large, of SNS: its Message", shown(other), lambda: shown(message_of(show(local, kept_of_sns)).encode()))

    expect("large: the fix", 201, rule(local, "large", application))
    expect("large: replay after the fix: exit code", 0, cli(local, "replay", kept, kept_of_sns)[0])
    whole = {"message_id": message_id, "email_id": ENTITY, "last": "🚀 end", "bounce": "Permanent"}
    for name, wanted in (("large", whole), ("large, of SNS", {**whole, "message_id": other_id})):
        expect(f"{name}: the event has what stands at both ends", wanted, lambda: ends_of(local, wanted["message_id"]))
    expect("large: quarantine afterwards", "0 []", "{} {}".format(*cli(local, "list")))


def with_shown(ended):
    code, content = ended
    return code, shown(content)


def ends_of(local, message_id):
    data = next(data for data in stored(local) if data["message_id"] == message_id)
    return {
        "message_id": data["message_id"],
        "email_id": data["email_id"],
        "last": data["tags"]["last"][0],
        "bounce": data["bounce"]["type"],
    }


def no_json(local):
    (status, _, error), logged = after(local, lambda: invoke(local, "ingest", sns_event("{not JSON")), 1)
    expect("no JSON: the function's answer", "200 None", f"{status} {error}")
    expect("no JSON: outcome", "rejected invalid_json", lambda: f"{logged[0]['event']} {logged[0]['reason']}")
    expect("replay of what is still no JSON: exit code", 1, cli(local, "replay", "--all")[0])
    expect("purge: exit code", 0, cli(local, "purge", "--before", "2100-01-01T00:00:00Z")[0])
    expect("rows left", "0 []", "{} {}".format(*cli(local, "list")))


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
        applications = local.api("GET", "/v1/applications", admin=True)[1].get("data")
        application = first(applications).get("id", "no application")
        one_between_two(local, application)
        in_many_rows(local, application)
        apart(local)
        no_json(local)


main()
