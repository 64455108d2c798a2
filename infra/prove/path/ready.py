"""./sluice local says ready; what it tells to paste works; others verify the webhook; /readyz asks what it names."""

import json
import subprocess

import signing
from facts import expect, not_run
from project import ROOT
from receiver import Receiver
from sluice import DISPATCH, SIGKILL, Local
from waiting import until


def paste(command):
    """A printed command, verbatim, where a user would paste it."""
    return subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60).stdout


def main():
    receiver = Receiver()
    with Local("--allow", f"127.0.0.1:{receiver.port}") as local:
        expect("first line of ./sluice local", "Sluice is ready.", local.lines[0])
        expect("/readyz at start", "200 ready, table ok, dispatch_queue ok", readiness(local))
        endpoint = local.endpoint(receiver.url + "/mine")
        printed_commands(local, receiver, endpoint["id"])
        verified_by_others(receiver, endpoint["secret"])
        readiness_asks(local)


def printed_commands(local, receiver, endpoint):
    answer = paste(local.publish_command)
    expect("the printed publish command is answered with a message id", True, "<MessageId>" in answer)
    until(receiver.count, 30)
    local.line(r"email\.bounced  msg_\w+_" + local.see_command.split("ep_")[1][:26] + r"  attempt 1  200 .* delivered", 30)

    seen = json.loads(paste(local.see_command))["data"]
    expect(
        "the printed command shows the demo's delivery",
        "1 delivery, email.bounced, delivered, attempt 1 answered 200",
        "{} delivery, {}, {}, attempt {} answered {}".format(
            len(seen), seen[0]["type"], seen[0]["state"], seen[0]["attempts"][0]["number"], seen[0]["attempts"][0]["status"]
        ),
    )
    expect("our own endpoint's delivery", "delivered", local.delivery(endpoint, "delivered")["state"])
    expect("webhooks at our own receiver", 1, receiver.count())


def verified_by_others(receiver, secret):
    arrival = receiver.arrivals[0]
    body = json.loads(arrival.body)
    expect("the body's id is svix-id", arrival.id, body["id"])
    expect("the bounce's own words arrive", "no.such.reader@mailhost.example", body["data"]["recipients"][0])
    expect("OpenSend's formula verifies it", True, signing.opensend_verifies(secret, arrival))
    expect("OpenSend's formula under another secret", False, signing.opensend_verifies(secret + "x", arrival))
    unavailable = signing.svix_unavailable()
    if unavailable:
        not_run("the official svix package verifies it", unavailable)
        return
    expect("the official svix package verifies it", "valid", signing.svix_verdicts(secret, [arrival])[0])
    changed = type(arrival)(arrival.at, arrival.path, arrival.headers, arrival.body + b" ", arrival.status)
    expect("the same with one byte more", "No matching signature found", signing.svix_verdicts(secret, [changed])[0])


def readiness_asks(local):
    url = local.sqs.url(DISPATCH)
    attributes = local.sqs.attributes(DISPATCH)
    local.sqs.call("DeleteQueue", QueueUrl=url)
    expect("/readyz without the queue", "503 unavailable, table ok, dispatch_queue not ok", readiness(local))
    kept = {name: attributes[name] for name in ("VisibilityTimeout", "RedrivePolicy")}
    local.sqs.call("CreateQueue", QueueName=DISPATCH, Attributes=kept)
    expect("/readyz with the queue again", "200 ready, table ok, dispatch_queue ok", readiness(local))
    (dynamodb,) = local.descendants()
    local.signal(SIGKILL, dynamodb)
    expect("/readyz without DynamoDB", "503 unavailable, table not ok, dispatch_queue ok", readiness(local))
    expect("/health without DynamoDB", "200 ok", "{} {}".format(*((a := local.api("GET", "/health"))[0], a[1]["status"])))


def readiness(local):
    status, answer = local.api("GET", "/readyz")
    checks = ", ".join(f"{name} {'ok' if said == 'ok' else 'not ok'}" for name, said in answer["checks"].items())
    return f"{status} {answer['status']}, {checks}"


main()
