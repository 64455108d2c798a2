"""Whose an SES event is: each rule before the next, and tenants apart."""

import json

from bounce import bounce
from facts import expect
from inputs import after, invoke, sns_event
from sluice import Local

TOPIC = "arn:aws:sns:us-east-1:000000000000:of-tenants"


def document(**mail):
    message = json.loads(bounce()[1])
    tags = mail.pop("tags", {})
    message["mail"].update(mail)
    message["mail"]["tags"] = {name: [value] for name, value in tags.items()}
    return json.dumps(message)


def main():
    with Local("--no-demo", env={"SLUICE_SES_APPLICATION": "none"}) as local:
        made = {}
        for name in ("tag", "configuration_set", "identity", "domain", "topic"):
            made[name] = local.api("POST", "/v1/applications", {"name": name}, admin=True)[1]["id"]
        names = {id_: name for name, id_ in made.items()}

        def rule(kind, value, name):
            status, answer = local.api("POST", "/v1/owners", {"kind": kind, "value": value, "application": made[name]}, admin=True)
            if status != 201:
                raise RuntimeError(f"{kind} {value}: {status} {answer}")

        def owner(text, topic=TOPIC):
            _, (logged, *_) = after(local, lambda: invoke(local, "ingest", sns_event(text, topic=topic)), 1)
            return names.get(logged.get("application"), logged.get("reason"))

        rule("tag", "tenant=a", "tag")
        rule("configuration_set", "set-b", "configuration_set")
        rule("identity", "sender@mail.c.example", "identity")
        rule("identity", "c.example", "domain")
        rule("topic", TOPIC, "topic")
        everything = {"source": "C <Sender@Mail.C.example>", "tags": {"tenant": "a", "ses:configuration-set": "set-b"}}
        expect("a tag before all others", "tag", owner(document(**everything)))
        expect("then the configuration set", "configuration_set", owner(document(source="sender@mail.c.example", tags={"ses:configuration-set": "set-b"})))
        expect("then the address", "identity", owner(document(source="C <Sender@Mail.C.example>")))
        expect("then its domain's parents", "domain", owner(document(source="other@mail.c.example")))
        expect("then the topic", "topic", owner(document(source="someone@else.example")))
        expect("then nobody", "no_application", owner(document(source="someone@else.example"), TOPIC + "-other"))
        text = document(source="someone@else.example")
        owner(text)
        events = local.api("GET", f"/v1/events?application={made['topic']}", admin=True)[1]["data"]
        expect("stored for the topic's application", 2, len(events))
        expect("read with another application's key", 404, local.api("GET", f"/v1/events/{events[0]['id']}")[0])
        expect("a rule for an application that is not there", 400, local.api("POST", "/v1/owners", {"kind": "tag", "value": "x=y", "application": "app_00000000000000000000000000"}, admin=True)[0])
        expect("rules by an application's key", 403, local.api("GET", "/v1/owners")[0])


main()
