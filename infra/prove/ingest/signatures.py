"""Who may post: SNS's signature at /events/ses, a source's own at /v1/sources/{id}. What does not verify is refused by name and leaves nothing."""

import base64
import hashlib
import hmac
import json
import time
import urllib.parse
import urllib.request
import uuid

from bounce import bounce
from certificates import Certificates
from facts import expect
from inputs import first, post, publish, stripe_header, webhook_headers
from receiver import Receiver
from sluice import Local
from waiting import until


def stripe_event(type_="customer.created", object_=None, **more):
    return json.dumps(
        {"id": f"evt_{uuid.uuid4().hex}", "object": "event", "type": type_, "created": int(time.time()), "api_version": "2026-04-22",
         "livemode": False, "data": {"object": object_ or {"id": "cus_1", "object": "customer"}}, **more}, indent=2
    ).encode()  # fmt: skip


def reason(answer):
    return answer.get("detail_reason") or answer.get("reason") if isinstance(answer, dict) else answer


def outcome(answer):
    """The first outcome that an answer tells of, an empty object where it tells of none."""
    return first(answer.get("outcomes") if isinstance(answer, dict) else None)


def source(local, **body):
    status, made, = local.api("POST", "/v1/sources", body)
    if status != 201:
        raise RuntimeError(f"source {body.get('kind')}: {status} {made}")
    return made


def stripe(local):
    secret = "whsec_proof"
    made = source(local, kind="stripe", name="billing", secret=secret)
    url = f"{local.api_url}/v1/sources/{made['id']}"
    body = stripe_event()
    now = int(time.time())
    good = stripe_header(secret, body)

    def answered(header, content=body):
        status, answer, _ = post(url, content, {"Stripe-Signature": header} if header is not None else {})
        return f"{status} {reason(answer) if status != 200 else outcome(answer).get('outcome')}"

    expect("stripe: signed", "200 accepted", lambda: answered(good))
    expect("stripe: v0 and a wrong v1 beside the right one", "200 accepted", lambda: answered(good.replace(",v1", ",v0=00,v1=" + "0" * 64 + ",v1")))
    expect("stripe: one byte of white space less", "403 no_matching_signature", lambda: answered(good, body.replace(b"\n", b"", 1)))
    expect("stripe: another secret", "403 no_matching_signature", lambda: answered(stripe_header("whsec_other", body)))
    expect("stripe: no header", "403 missing_header", lambda: answered(None))
    expect("stripe: no t", "403 bad_header", lambda: answered(good.split(",")[1]))
    expect("stripe: only v0", "403 no_v1_signature", lambda: answered(good.replace("v1=", "v0=")))
    expect("stripe: 299 s old", "200 accepted", lambda: answered(stripe_header(secret, body, now - 299)))
    expect("stripe: 310 s old", "403 too_old", lambda: answered(stripe_header(secret, body, now - 310)))
    expect("stripe: 310 s ahead", "403 too_new", lambda: answered(stripe_header(secret, body, now + 310)))
    expect("stripe: a source with an empty secret", 422, local.api("POST", "/v1/sources", {"kind": "stripe", "name": "x", "secret": ""})[0])
    expect("stripe: signed, not JSON", "200 rejected", lambda: answered(stripe_header(secret, b"{oops"), b"{oops"))
    expect("an unknown source", 404, post(f"{local.api_url}/v1/sources/src_00000000000000000000000000", body)[0])
    expect("events stored of all these", 1, len(local.api("GET", "/v1/events?limit=100")[1]["data"]))


def billing(local):
    """Where the subscription of an invoice stands has moved; and an update after the end."""
    secret = "whsec_proof"
    made = source(local, kind="stripe", name="billing 2", secret=secret)

    def sent(type_, object_):
        body = stripe_event(type_, object_)
        _, answer, _ = post(f"{local.api_url}/v1/sources/{made['id']}", body, {"Stripe-Signature": stripe_header(secret, body)})
        return local.api("GET", f"/v1/events/{outcome(answer).get('event')}")[1].get("data", {})

    old = {"id": "in_1", "object": "invoice", "customer": "cus_1", "subscription": "sub_1"}
    new = {"id": "in_2", "object": "invoice", "customer": {"id": "cus_1"}, "parent": {"subscription_details": {"subscription": "sub_1"}}}
    expect("an invoice's subscription, old shape and new", "sub_1, sub_1", f"{sent('invoice.paid', old).get('billing', {}).get('subscription')}, {sent('invoice.paid', new).get('billing', {}).get('subscription')}")
    top = {"id": "sub_1", "object": "subscription", "status": "active", "current_period_end": 1900000000}
    items = {"id": "sub_1", "object": "subscription", "status": "active", "items": {"data": [{"current_period_end": 1900000000, "price": {"id": "price_1"}}]}}
    ends = [sent("customer.subscription.updated", each) for each in (top, items)]
    expect("a period's end, at the top and in the items", "2030-03-17T17:46:40.000Z " * 2, "".join(f"{e.get('billing', {}).get('current_period_end')} " for e in ends))
    expect("stale before the end", "None", str(ends[0].get("stale")))
    sent("customer.subscription.deleted", {**top, "status": "canceled"})
    expect("stale: updated after deleted", "True", str(sent("customer.subscription.updated", {**top, "status": "past_due"}).get("stale")))


def others(local):
    made = source(local, kind="standard_webhooks", name="partner")
    body = json.dumps({"type": "order.paid", "timestamp": "2026-11-25T01:02:03Z", "data": {"order": 7}}).encode()
    url = f"{local.api_url}/v1/sources/{made['id']}"
    headers = webhook_headers(made["secret"], body, "msg_1")
    status, answer, _ = post(url, body, headers)
    event = local.api("GET", f"/v1/events/{outcome(answer).get('event')}")[1]
    expect("standard_webhooks: type and data", "order.paid {'order': 7}", f"{event.get('type')} {event.get('data')}")
    again = post(url, body, webhook_headers(made["secret"], body, "msg_1"))[1]
    expect("standard_webhooks: the same again", True, outcome(again).get("duplicate"))
    status, answer, _ = post(url, body + b" ", headers)
    expect("standard_webhooks: one byte more", "403 no_matching_signature", f"{status} {reason(answer)}")

    made = source(local, kind="hmac", preset="github", name="code", secret="a-github-secret")
    body = json.dumps({"ref": "refs/heads/main"}).encode()
    signature = "sha256=" + hmac.new(b"a-github-secret", body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": signature, "X-GitHub-Event": "push", "X-GitHub-Delivery": str(uuid.uuid4()), "Content-Type": "application/json"}
    status, answer, _ = post(f"{local.api_url}/v1/sources/{made['id']}", body, headers)
    expect("github preset", "200 github.push", f"{status} {outcome(answer).get('type')}")
    made = source(local, kind="hmac", preset="shopify", name="shop", secret="a-shopify-secret")
    signature = base64.b64encode(hmac.new(b"a-shopify-secret", body, hashlib.sha256).digest()).decode()
    headers = {"X-Shopify-Hmac-Sha256": signature, "X-Shopify-Topic": "orders/create", "X-Shopify-Webhook-Id": "w1", "Content-Type": "application/json"}
    status, answer, _ = post(f"{local.api_url}/v1/sources/{made['id']}", body, headers)
    expect("shopify preset", "200 shopify.orders.create", f"{status} {outcome(answer).get('type')}")


def answered_of_sns(local, envelope, type_=None, raw=None):
    """What /events/ses says to a post: status, and reason or outcome."""
    headers = {"Content-Type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": type_ or envelope.get("Type", "Notification")}
    status, answer, _ = post(f"{local.api_url}/events/ses", raw or json.dumps(envelope).encode(), headers)
    return f"{status} {reason(answer) if status != 200 else outcome(answer).get('outcome')}"


def caught(local):
    """A confirmation and a notification as SNS's stand-in signs them, of the topic that is posted."""
    catcher = Receiver()
    topic = local.topic + "-http"
    form = {"Action": "Subscribe", "TopicArn": topic, "Protocol": "http", "Endpoint": catcher.url}
    post(local.sns_url + "/", urllib.parse.urlencode(form).encode())
    until(lambda: catcher.count() >= 1, 10)
    confirmation = json.loads(catcher.arrivals[0].body)
    urllib.request.urlopen(confirmation["SubscribeURL"], timeout=10).read()
    publish(local, bounce()[1], topic)
    until(lambda: catcher.count() >= 2, 10)
    notification = json.loads(catcher.arrivals[-1].body)
    catcher.close()
    return confirmation, notification


def sns(local):
    """The stand-in signs with a key of its own; its envelopes are caught by a subscriber of ours and posted changed."""
    confirmation, envelope = caught(local)

    def answered(*arguments, **more):
        return answered_of_sns(local, *arguments, **more)

    expect("sns: as it was signed", "200 accepted", lambda: answered(envelope))
    expect("sns: another Message", "403 sns_signature", lambda: answered({**envelope, "Message": bounce()[1]}))
    expect("sns: a topic that is not allowed", "403 sns_topic_not_allowed", lambda: answered({**envelope, "TopicArn": envelope["TopicArn"] + "x"}))
    stranger = Receiver()
    for name, certificate in {
        "another host": f"http://127.0.0.1:{stranger.port}/SimpleNotificationService-00.pem",
        "a genuine host's other path": "https://sns.us-east-1.amazonaws.com/x.pem",
        "a suffix": "https://sns.us-east-1.amazonaws.com.example.com/SimpleNotificationService-00.pem",
        "userinfo": "https://sns.us-east-1.amazonaws.com@127.0.0.1/SimpleNotificationService-00.pem",
        "a port": "https://sns.us-east-1.amazonaws.com:8443/SimpleNotificationService-00.pem",
    }.items():
        expect(f"sns: certificate at {name}", "403 sns_certificate_url", lambda: answered({**envelope, "SigningCertURL": certificate}))
    expect("sns: connections to the stranger", 0, stranger.connections)
    expect("sns: SignatureVersion 3", "403 sns_signature_version", lambda: answered({**envelope, "SignatureVersion": "3"}))
    expect("sns: header and body differ", "400 sns_type_mismatch", lambda: answered(envelope, "SubscriptionConfirmation"))
    expect("sns: not JSON", "400 sns_invalid_json", lambda: answered({}, raw=b"{oops"))
    expect("sns: a confirmation for an allowed topic, signed for another endpoint, of a signed text changed", "403 sns_signature", lambda: answered({**confirmation, "Token": "x"}))


def fetches():
    """Which certificates are asked for, as the one who serves them sees it: none before the cheap questions are answered."""
    certificates = Certificates()
    with Local("--no-demo", env={"SLUICE_SNS_STAND_IN": certificates.url}) as local:
        _, envelope = caught(local)
        certificates.pem = urllib.request.urlopen(envelope["SigningCertURL"], timeout=10).read()
        names = (f"/SimpleNotificationService-{i:x}.pem" for i in range(1, 100))  # each its own: none is remembered of another
        changes = {
            "SignatureVersion 3": ("403 sns_signature_version", {"SignatureVersion": "3"}),
            "SignatureVersion 01": ("403 sns_signature_version", {"SignatureVersion": "01"}),
            "a topic that is not allowed": ("403 sns_topic_not_allowed", {"TopicArn": envelope["TopicArn"] + "x"}),
        }

        def asked(changed):
            before, name = len(certificates.asked), next(names)
            answer = answered_of_sns(local, {**envelope, **changed, "SigningCertURL": certificates.url + name})
            return f"{answer}, {len(certificates.asked) - before} requests"

        expect("certificates: as it was signed", "200 accepted, 1 requests", lambda: asked({}))
        expect("certificates: another Message", "403 sns_signature, 1 requests", lambda: asked({"Message": bounce()[1]}))
        for name, (refusal, changed) in changes.items():
            expect(f"certificates: {name}", f"{refusal}, 0 requests", lambda: asked(changed))


def main():
    with Local("--no-demo") as local:
        stripe(local)
        billing(local)
        others(local)
        sns(local)
    fetches()


main()
