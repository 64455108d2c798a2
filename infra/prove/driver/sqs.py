"""SQS by its AWS JSON protocol, without an SDK."""

import json
import urllib.error
import urllib.request


class Sqs:
    def __init__(self, endpoint):
        self._endpoint = endpoint

    def call(self, action, **parameters):
        request = urllib.request.Request(
            self._endpoint + "/",
            data=json.dumps(parameters).encode(),
            headers={"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AmazonSQS." + action},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as e:
            raise RuntimeError(f"{action}: {e.code} {e.read().decode()}") from e

    def url(self, queue):
        return self.call("GetQueueUrl", QueueName=queue)["QueueUrl"]

    def attributes(self, queue):
        return self.call("GetQueueAttributes", QueueUrl=self.url(queue), AttributeNames=["All"])["Attributes"]

    def visible(self, queue):
        return int(self.attributes(queue)["ApproximateNumberOfMessages"])

    def in_flight(self, queue):
        return int(self.attributes(queue)["ApproximateNumberOfMessagesNotVisible"])

    def arn(self, queue):
        return self.attributes(queue)["QueueArn"]

    def send(self, queue, body):
        return self.call("SendMessage", QueueUrl=self.url(queue), MessageBody=json.dumps(body))

    def redrive(self, source, destination):
        return self.call("StartMessageMoveTask", SourceArn=self.arn(source), DestinationArn=self.arn(destination))
