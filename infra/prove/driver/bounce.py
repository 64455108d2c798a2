"""SES bounces of our own, each an occurrence of its own."""

import json
import uuid
from datetime import datetime, timezone

from project import ROOT

SAMPLE = ROOT / "infra" / "events" / "ses-bounce-message.json"


def bounce(now=True):
    """The sample with a message id and feedback id of its own, and this moment's or the sample's time: message id and document."""
    document = json.loads(SAMPLE.read_text(encoding="utf-8"))
    message_id = f"path-{uuid.uuid4()}"
    document["mail"]["messageId"] = message_id
    document["bounce"]["feedbackId"] = f"feedback-{uuid.uuid4()}"
    if now:
        moment = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        document["mail"]["timestamp"] = document["bounce"]["timestamp"] = moment
    return message_id, json.dumps(document)
