"""Every way in that is not SNS's: the source queue, and the functions by Lambda's Invoke API. One event however it comes; poison stops nobody."""

import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
import uuid
from pathlib import Path

from bounce import bounce
from facts import expect, not_run
from receiver import Receiver
from sluice import Local
from waiting import until

SOURCE, FAILURE = "sluice-source", "sluice-ingest-failure"


def main():
    receiver = Receiver()
    with Local("--no-demo", "--allow", f"127.0.0.1:{receiver.port}") as local:
        endpoint = local.endpoint(receiver.url)["id"]
        one_event_by_every_door(local, endpoint, receiver)
        poison_in_the_queue(local, receiver)
        invocations(local)
        aws_cli(local)


def one_event_by_every_door(local, endpoint, receiver):
    document = bounce()[1]
    local.publish(document)
    until(lambda: receiver.count() == 1, 30)
    send(local, wrapped(document))
    send(local, document)
    bus = json.dumps({"detail-type": "Email Bounced", "source": "aws.ses", "detail": json.loads(document)})
    send(local, bus)
    expect("ingest-bus answers the same bounce", "200 null", invoke(local, "ingest-bus", bus))
    until(lambda: len(accepted(local)) == 5, 30)
    expect("accepted, by SNS, wrapped, raw, by a rule, on the bus: duplicates", "4 of 5", duplicates(local))
    expect("events in all", 1, len({line["event_id"] for line in accepted(local)}))
    expect("deliveries in all", 1, len(local.deliveries(endpoint)))
    expect("messages left in the source queue", 0, left_in_the_end(local, SOURCE))


def duplicates(local):
    return f"{sum(line['duplicate'] for line in accepted(local))} of {len(accepted(local))}"


def poison_in_the_queue(local, receiver):
    before = receiver.count()
    for body in (bounce()[1], "{not JSON", wrapped("{}"), bounce()[1]):
        send(local, body)
    until(lambda: receiver.count() == before + 2, 30)
    until(lambda: len(lines(local, "rejected")) == 2, 10)
    expect("webhooks of two good messages around two bad ones", 2, receiver.count() - before)
    reasons = sorted(line["reason"] for line in lines(local, "rejected"))
    expect("the bad ones are in quarantine", "invalid_json, unsupported_input", ", ".join(reasons))
    expect("messages left in the source queue", 0, left_in_the_end(local, SOURCE))
    expect("messages in the failure queue", 0, left(local, FAILURE))


def invocations(local):
    batch = json.dumps({"Records": [{"messageId": "m", "body": bounce()[1], "eventSource": "aws:sqs"}]})
    expect("ingest-queue answers a batch", '200 {"batchItemFailures":[]}', invoke(local, "ingest-queue", batch))
    note = {"Records": [{"EventSource": "aws:sns", "Sns": {"MessageId": "s", "Message": bounce()[1]}}]}
    expect("ingest answers a notification", "200 null", invoke(local, "ingest", json.dumps(note)))
    expect("dispatcher answers an empty batch", '200 {"batchItemFailures":[]}', invoke(local, "dispatcher", '{"Records":[]}'))
    health = {"version": "2.0", "rawPath": "/health", "requestContext": {"http": {"method": "GET", "path": "/health"}}}
    expect("api answers GET /health", True, '"statusCode":200' in invoke(local, "api", json.dumps(health)))
    tick = '{"source":"aws.scheduler","detail-type":"Scheduled Event","detail":{}}'
    expect("scheduler answers a tick", "200 null", invoke(local, "scheduler", tick))
    expect("an event of another kind fails inside a 200", "200 Unhandled", invoke(local, "scheduler", '{"detail":"{}"}'))
    expect("a function that is not there", "404 ResourceNotFoundException", invoke(local, "nobody", "{}"))
    before = len(accepted(local))
    expect("an asynchronous invocation", "202 ", invoke(local, "ingest-bus", bounce()[1], "Event"))
    expect("and what it does", True, bool(until(lambda: len(accepted(local)) == before + 1, 20)))


def aws_cli(local):
    """The CLI itself, where there is one."""
    aws = shutil.which("aws")
    if not aws or subprocess.run([aws, "--version"], capture_output=True).returncode:
        not_run("aws lambda invoke", "the AWS CLI is not on the PATH")
        return
    before = len(accepted(local))
    with tempfile.TemporaryDirectory(prefix="sluice-doors-") as folder:
        payload, answer = Path(folder, "in.json"), Path(folder, "out.json")
        payload.write_text(bounce()[1])
        url = local.greeting["Lambda"]
        command = ["lambda", "invoke", "--endpoint-url", url, "--function-name", "ingest-bus", "--payload", f"fileb://{payload}"]
        environment = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "us-east-1"}
        ended = subprocess.run(
            [aws, *command, str(answer)], capture_output=True, text=True, timeout=60, env={**os.environ, **environment}
        )
        expect("aws lambda invoke, exit code", 0, ended.returncode if ended.returncode == 0 else ended.stderr)
        expect("its answer", "null", answer.read_text() if answer.exists() else "none")
    expect("and its event", before + 1, len(accepted(local)))


def wrapped(message):
    """As SNS puts a notification into a queue, without a signature, as from a FIFO topic."""
    topic = "arn:aws:sns:us-east-1:123456789012:other"
    return json.dumps({"Type": "Notification", "MessageId": str(uuid.uuid4()), "TopicArn": topic, "Message": message})


def send(local, body):
    local.sqs.call("SendMessage", QueueUrl=local.greeting["SQS source"], MessageBody=body)


def left(local, queue):
    return local.sqs.visible(queue) + local.sqs.in_flight(queue)


def left_in_the_end(local, queue):
    until(lambda: left(local, queue) == 0, 10)
    return left(local, queue)


def lines(local, event):
    return [json.loads(line) for line in list(local.lines) if f'"event":"{event}"' in line]


def accepted(local):
    return lines(local, "accepted")


def invoke(local, function, payload, kind="RequestResponse"):
    """Status and answer, or the error's kind."""
    request = urllib.request.Request(
        f"{local.greeting['Lambda']}/2015-03-31/functions/{function}/invocations",
        data=payload.encode(),
        headers={"X-Amz-Invocation-Type": kind},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return f"{answer.status} {answer.headers.get('X-Amz-Function-Error') or answer.read().decode()}"
    except urllib.error.HTTPError as e:
        return f"{e.code} {e.headers.get('X-Amzn-ErrorType')}"


main()
