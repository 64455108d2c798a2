"""A delivery that is called off is never made; one that has come to its end cannot be."""

from facts import expect
from receiver import Receiver
from sluice import Local
from waiting import until


def post(local, number):
    status, event = local.api("POST", "/v1/events", {"type": "order.paid", "data": {"number": number}})
    if status != 202:
        raise RuntimeError(f"{status} {event}")
    return event["id"]


def main():
    receiver = Receiver()
    with Local("--no-demo", "--retry-schedule", "1h", "--allow", f"127.0.0.1:{receiver.port}") as local:
        endpoint = local.endpoint(receiver.url)["id"]

        receiver.answer(500, 200)
        failing = post(local, 1)
        waiting = until(lambda: (d := local.deliveries(endpoint)) and d[0]["attempts_made"] == 1 and d[0], 30)
        expect("a failed delivery waits", "pending", waiting["state"])
        expect("canceled: status, state, reason", "200 canceled request", answer(local, waiting["id"]))
        expect("canceled again", "200 canceled request", answer(local, waiting["id"]))

        delivered = post(local, 2)
        last = local.delivery(endpoint, "delivered")
        expect("the next event is delivered", delivered, last["event"])
        expect("a delivered one is not canceled", "409 delivery_final", answer(local, last["id"]))
        expect("webhooks of the canceled event: its one attempt", 1, len(receiver.of(failing[4:])))
        expect("a delivery that is none", "404 not_found", answer(local, "msg_" + "0" * 26 + "_" + "0" * 26))


def answer(local, message):
    status, body = local.api("POST", f"/v1/deliveries/{message}/cancel")
    return f"{status} {body['state']} {body['cancel_reason']}" if status == 200 else f"{status} {body['reason']}"


main()
