"""A new secret in the place of an old one: both verify for as long as they overlap, by OpenSend's formula and by the official package."""

import time

import signing
from facts import expect, not_run
from receiver import Receiver
from sluice import Local
from waiting import until

SEEN_WITHIN = 1.2  # seconds in which every container knows of a change


def main():
    receiver = Receiver()
    with Local("--no-demo", "--allow", f"127.0.0.1:{receiver.port}") as local:
        endpoint = local.endpoint(receiver.url)
        first = endpoint["secret"]
        path = f"/v1/endpoints/{endpoint['id']}/secret/rotate"
        unavailable = signing.svix_unavailable()
        if unavailable:
            not_run("the official svix package during a rotation", unavailable)

        def verdicts(name, expected, *secrets):
            """Which of the secrets a new webhook verifies under."""
            time.sleep(SEEN_WITHIN)
            arrival = webhook(local, receiver)
            by_formula = [signing.opensend_verifies(secret, arrival) for secret in secrets]
            expect(f"{name}: OpenSend's formula", expected, by_formula)
            if not unavailable:
                said = [signing.svix_verdicts(secret, [arrival])[0] == "valid" for secret in secrets]
                expect(f"{name}: the official svix package", expected, said)

        verdicts("before, under the first", [True], first)
        status, answer = local.api("POST", path, {})
        second = answer["secret"]
        expect("a generated secret: status, another one", "200 True", f"{status} {second != first}")
        verdicts("overlapping by a day, under the first and the second", [True, True], first, second)

        given = "whsec_" + "A" * 43 + "="
        status, answer = local.api("POST", path, {"secret": given, "overlap_seconds": 3})
        expect("a given secret: status, shown", "200 True", f"{status} {answer.get('secret') == given}")
        verdicts("overlapping by 3 s, under all three", [True, True, True], first, second, given)
        time.sleep(3)
        verdicts("after that, under all three", [False, False, True], first, second, given)


def webhook(local, receiver):
    """The next one to arrive of a new event."""
    before = receiver.count()
    status, event = local.api("POST", "/v1/events", {"type": "order.paid", "data": {}})
    if status != 202 or not until(lambda: receiver.of(event["id"][4:]), 30):
        raise RuntimeError(f"{status} {event}: no webhook behind {before}")
    return receiver.of(event["id"][4:])[0]


main()
