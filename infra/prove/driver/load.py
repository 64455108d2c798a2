"""Events at a steady rate, and receivers that do as little as a receiver can, so that it is Sluice that is measured."""

import asyncio
import json
import threading
import time
import uuid
from dataclasses import dataclass
from itertools import cycle, islice

HEAD_END = b"\r\n\r\n"


class Loop:
    """An event loop on a thread of its own."""

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def run(self, coroutine, timeout=600):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout)


@dataclass(frozen=True)
class Request:
    path: str
    body: bytes


async def read_request(reader):
    """The next request; None where the connection ended."""
    try:
        head = (await reader.readuntil(HEAD_END)).decode("latin-1")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    lines = head.split("\r\n")
    length = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0)
    return Request(lines[0].split(" ")[1], await reader.readexactly(length))


class Sink:
    """A receiver on loopback: answers with a status, or never where that is 0, after a delay in seconds. Notes when each event came, by its
    data's number."""

    def __init__(self, loop, status, delay=0):
        self.status = status
        self.delay = delay
        self.arrivals = {}  # number: time.monotonic() of the first arrival
        self.requests = 0
        self.open = 0  # requests that are not answered yet
        self.most_open = 0
        self._server = loop.run(self._start())
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"

    async def _start(self):
        return await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=4096)

    async def _serve(self, reader, writer):
        try:
            while (request := await read_request(reader)) is not None:
                self.requests += 1
                self.arrivals.setdefault(json.loads(request.body)["data"].get("number"), time.monotonic())
                self.open += 1
                self.most_open = max(self.open, self.most_open)
                try:
                    if not self.status:
                        await reader.read()  # until the sender goes
                        return
                    if self.delay:
                        await asyncio.sleep(self.delay)
                    writer.write(f"HTTP/1.1 {self.status} x\r\nContent-Length: 0\r\n\r\n".encode())
                    await writer.drain()
                finally:
                    self.open -= 1
        except ConnectionError:
            pass
        finally:
            writer.close()


class Sender:
    """Posts events over a few connections that stay open."""

    def __init__(self, local, connections=16, pad=800):
        self._host, self._port = local.api_url.removeprefix("http://").split(":")
        self._key = local.greeting["key"]
        self._connections = connections
        self._pad = "x" * pad
        self.sent = {}  # number: time.monotonic() before the request
        self.refused = []  # statuses that were not 202

    async def _post(self, connection, event_type, number):
        reader, writer = connection
        body = json.dumps({"type": event_type, "data": {"number": number, "pad": self._pad}}).encode()
        head = (
            f"POST /v1/events HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nAuthorization: Bearer {self._key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.sent[number] = time.monotonic()
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(HEAD_END)).decode("latin-1").lower()
        length = next(int(line.split(":")[1]) for line in answer.split("\r\n") if line.startswith("content-length:"))
        await reader.readexactly(length)
        status = int(answer.split(" ")[1])
        if status not in (200, 201, 202):
            self.refused.append(status)

    async def steady(self, types, per_second, seconds):
        """So many of each type a second, one after the other at even distances, as long as that; late ones are sent as soon as a connection is
        free."""
        queue, workers = self._start()
        begin = time.monotonic()
        for i in range(int(per_second * seconds)):
            for place, event_type in enumerate(types):
                at = begin + (i + place / len(types)) / per_second
                await asyncio.sleep(max(0.0, at - time.monotonic()))
                queue.put_nowait(event_type)
        await self._end(queue, workers)

    async def many(self, types, number):
        """So many of these types in turn, as fast as they are answered."""
        queue, workers = self._start()
        for event_type in islice(cycle(types), number):
            queue.put_nowait(event_type)
        await self._end(queue, workers)

    def _start(self):
        queue = asyncio.Queue()

        async def work():
            connection = await asyncio.open_connection(self._host, int(self._port))
            while (event_type := await queue.get()) is not None:
                await self._post(connection, event_type, f"{event_type}-{uuid.uuid4()}")
            connection[1].close()

        return queue, [asyncio.create_task(work()) for _ in range(self._connections)]

    async def _end(self, queue, workers):
        for _ in workers:
            queue.put_nowait(None)
        await asyncio.gather(*workers)

    def waits(self, sink, event_type):
        """From post to arrival, in milliseconds, sorted; of those that came."""
        return sorted(
            1000 * (sink.arrivals[number] - at)
            for number, at in list(self.sent.items())
            if number.startswith(event_type) and number in sink.arrivals
        )


def percentile(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))] if sorted_values else float("nan")
