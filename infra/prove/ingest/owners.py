"""Whose an SES event is: each rule before the next, and tenants apart."""

import json

from bounce import bounce
from facts import expect
from inputs import after, first, invoke, sns_event
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
            status, application = local.api("POST", "/v1/applications", {"name": name}, admin=True)
            expect(f"application {name}", 201, status)
            made[name] = application.get("id", f"no application {name}")
        names = {id_: name for name, id_ in made.items()}

        def rule(kind, value, name):
            body = {"kind": kind, "value": value, "application": made[name]}
            expect(f"rule {kind} {value}", 201, lambda: local.api("POST", "/v1/owners", body, admin=True)[0])

        def owner(text, topic=TOPIC):
            logged = first(after(local, lambda: invoke(local, "ingest", sns_event(text, topic=topic)), 1)[1])
            return names.get(logged.get("application"), logged.get("reason", "nothing logged"))

        rule("tag", "tenant=a", "tag")
        rule("configuration_set", "set-b", "configuration_set")
        rule("identity", "sender@mail.c.example", "identity")
        rule("identity", "c.example", "domain")
        rule("topic", TOPIC, "topic")
        everything = {"source": "C <Sender@Mail.C.example>", "tags": {"tenant": "a", "ses:configuration-set": "set-b"}}
        of_set = {"source": "sender@mail.c.example", "tags": {"ses:configuration-set": "set-b"}}
        expect("a tag before all others", "tag", lambda: owner(document(**everything)))
        expect("then the configuration set", "configuration_set", lambda: owner(document(**of_set)))
        expect("then the address", "identity", lambda: owner(document(source="C <Sender@Mail.C.example>")))
        expect("then its domain's parents", "domain", lambda: owner(document(source="other@mail.c.example")))
        nobodys = document(source="someone@else.example")
        expect("then the topic", "topic", lambda: owner(nobodys))
        expect("then nobody", "no_application", lambda: owner(document(source="someone@else.example"), TOPIC + "-other"))
        expect("another of the topic", "topic", lambda: owner(document(source="someone@else.example")))

        def of_topic():
            return local.api("GET", f"/v1/events?application={made['topic']}", admin=True)[1]["data"]

        nowhere = {"kind": "tag", "value": "x=y", "application": "app_00000000000000000000000000"}
        expect("stored for the topic's application", 2, lambda: len(of_topic()))
        expect("read with another application's key", 404, lambda: local.api("GET", f"/v1/events/{of_topic()[0]['id']}")[0])
        expect("a rule for an application that is not there", 400, lambda: local.api("POST", "/v1/owners", nowhere, admin=True)[0])
        expect("rules by an application's key", 403, lambda: local.api("GET", "/v1/owners")[0])


main()
