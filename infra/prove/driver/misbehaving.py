"""A receiver that does what its path says, on raw sockets: what no HTTP library would let a receiver do."""

import asyncio
import gzip
import socket
import struct
from email.utils import formatdate

from load import read_request

# As a server does that speaks nothing else, to a client that did not begin with HTTP/2's preface (RFC 9113, sections 3.4 and 5.4.1).
H2_SETTINGS = b"\0\0\x06\x04\0\0\0\0\0" + b"\0\x03\0\0\0\x64"
H2_GOAWAY = b"\0\0\x08\x07\0\0\0\0\0" + b"\0\0\0\0" + b"\0\0\0\x01"

LOCATION = "/followed"  # of 301; that of 302 is where a cloud keeps its credentials

BOMB = gzip.compress(b"\0" * (64 << 20))


def reset(writer):
    """Ends the connection with RST and not with FIN."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class Misbehaving:
    """Paths: /status/N, /retry-after/N/VALUE (`date`: in 20 s), and the names below."""

    def __init__(self, loop, now):
        self._now = now  # time.time
        self.requests = {}  # path: how many
        self.port = loop.run(self._listen(self._serve))
        self.resetting_port = loop.run(self._listen(self._reset))
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            self.closed_port = closed.getsockname()[1]  # nobody listens there any more

    async def _listen(self, serve):
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        return server.sockets[0].getsockname()[1]

    async def _reset(self, _, writer):
        reset(writer)

    async def _serve(self, reader, writer):
        try:
            while (request := await read_request(reader)) is not None:
                path = request.path
                self.requests[path] = self.requests.get(path, 0) + 1
                if not await self._answer(path.strip("/").split("/"), reader, writer):
                    return
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, path, reader, writer):
        """Whether the connection may be used again."""

        def send(text):
            writer.write(text.encode("latin-1") if isinstance(text, str) else text)

        async def drip(count, byte, pause):
            for _ in range(count):
                send(byte)
                await writer.drain()
                await asyncio.sleep(pause)

        match path:
            case ["status", "301"]:
                send(f"HTTP/1.1 301 x\r\nLocation: {LOCATION}\r\nContent-Length: 0\r\n\r\n")
            case ["status", "302"]:
                send("HTTP/1.1 302 x\r\nLocation: http://169.254.169.254/latest/meta-data/\r\nContent-Length: 0\r\n\r\n")
            case ["status", status]:
                length = "" if status in ("204", "304") else "Content-Length: 0\r\n"
                send(f"HTTP/1.1 {status} x\r\n{length}\r\n")
            case ["retry-after", status, value]:
                value = formatdate(self._now() + 20, usegmt=True) if value == "date" else value
                send(f"HTTP/1.1 {status} x\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n")
            case ["continue"]:
                send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n")
            case ["gzip-bomb"]:
                send(f"HTTP/1.1 200 x\r\nContent-Encoding: gzip\r\nContent-Length: {len(BOMB)}\r\n\r\n")
                send(BOMB)
            case ["reset"]:
                reset(writer)
                return False
            case ["silent"]:
                await reader.read()
                return False
            case ["slow-headers"]:
                send("HTTP/1.1 200 x\r\nX-Slow: ")
                await drip(600, "a", 0.1)
            case ["slow-body"]:
                send("HTTP/1.1 200 x\r\nContent-Length: 600\r\n\r\n")
                await drip(600, "a", 1)
            case ["endless-body"]:
                send("HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n")
                await drip(100_000, "1000\r\n" + "a" * 4096 + "\r\n", 0)
            case ["huge-headers"]:
                send("HTTP/1.1 200 x\r\n" + "".join(f"X-{i}: {'a' * 1000}\r\n" for i in range(2000)) + "Content-Length: 0\r\n\r\n")
            case ["bad-chunking"]:
                send("HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n")
            case ["h2-only"]:
                send(H2_SETTINGS + H2_GOAWAY)
                await writer.drain()
                return False
            case _:
                send("HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        return True
