"""A receiver that never recovers: the row says why it is dead, a pointer waits, and moving the pointer delivers."""

from bounce import bounce
from facts import expect
from receiver import Receiver
from sluice import DEAD_LETTER, DISPATCH, POISON, Local
from waiting import until


def main():
    receiver = Receiver()
    receiver.answer(500)
    with Local("--no-demo", "--allow", f"127.0.0.1:{receiver.port}", "--retry-schedule", "1s,1s") as local:
        endpoint = local.endpoint(receiver.url)["id"]
        local.publish(bounce()[1])
        dead(local, endpoint, receiver)
        receiver.answer(200)
        redriven(local, endpoint, receiver)


def dead(local, endpoint, receiver):
    delivery = local.delivery(endpoint, "dead")
    expect("state by the API", "dead", delivery["state"])
    cause = delivery.get("cause", {})
    expect("cause by the API", "retries_exhausted, status, 500", ", ".join(str(cause.get(n)) for n in ("reason", "failure", "status")))
    expect("attempts with the schedule 1s,1s", 3, receiver.count())
    until(lambda: local.sqs.visible(DEAD_LETTER) == 1, 10)
    expect("depth of DeadLetterQueue", 1, local.sqs.visible(DEAD_LETTER))
    expect("depth of PoisonQueue", 0, local.sqs.visible(POISON) + local.sqs.in_flight(POISON))
    until(lambda: local.sqs.in_flight(DISPATCH) == 0, 10)
    expect("messages left in DispatchQueue", 0, local.sqs.in_flight(DISPATCH) + local.sqs.visible(DISPATCH))


def redriven(local, endpoint, receiver):
    local.sqs.redrive(DEAD_LETTER, DISPATCH)
    delivery = local.delivery(endpoint, "delivered")
    expect("state after StartMessageMoveTask", "delivered, series 2", f"{delivery['state']}, series {delivery['series']}")
    expect("webhooks in all", 4, receiver.count())
    expect("different svix-ids over both series", 1, len({a.id for a in receiver.arrivals}))
    expect("different bodies over both series", 1, len({a.body for a in receiver.arrivals}))
    expect("depth of DeadLetterQueue afterwards", 0, local.sqs.visible(DEAD_LETTER) + local.sqs.in_flight(DEAD_LETTER))


main()
