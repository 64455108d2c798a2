"""Inputs of our own whose times are finer than a millisecond, such that rounding them gives another than cutting them."""

import json
import uuid

MAIL_ONLY = "2026-03-04T05:06:07.4815Z"
CUT = {  # as it is written, and as it is kept
    "2026-11-24T23:59:59.9996Z": "2026-11-24T23:59:59.999Z",
    "2026-11-24T10:00:00.0009999Z": "2026-11-24T10:00:00.000Z",
    "2026-03-04T05:06:07.481500001+01:00": "2026-03-04T04:06:07.481Z",
    MAIL_ONLY: "2026-03-04T05:06:07.481Z",
}


def deliveries():
    """SES documents as bytes, one for each of the times, each an occurrence of its own; the last has the mail's time alone."""
    for time in CUT:
        mail = {"timestamp": time, "messageId": f"finer-{uuid.uuid4()}", "source": "a@shop.example", "destination": ["r@mail.example"]}
        if time == MAIL_ONLY:
            yield json.dumps({"eventType": "Send", "mail": mail, "send": {}}).encode()
        else:
            own = {"timestamp": time, "recipients": ["r@mail.example"], "smtpResponse": "250 ok", "processingTimeMillis": 5}
            yield json.dumps({"eventType": "Delivery", "mail": mail, "delivery": own}).encode()


def thin_events():
    """Stripe's, whose times are texts: one for each of the times."""
    for time in CUT:
        related = {"id": "cus_1", "type": "customer", "url": "/v1/customers/cus_1"}
        event = {"id": f"evt_{uuid.uuid4().hex}", "object": "v2.core.event", "type": "v1.customer.created", "created": time, "livemode": False}
        yield json.dumps({**event, "related_object": related}).encode()
