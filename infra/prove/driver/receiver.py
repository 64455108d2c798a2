"""A webhook receiver that keeps what arrives and answers as it is told."""

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Arrival:
    at: float  # time.monotonic() when the body was read
    path: str
    headers: dict  # names in lower case
    body: bytes = field(repr=False)
    status: int  # what is answered

    @property
    def id(self):
        return self.headers.get("svix-id", "")


class Receiver:
    """Listens on loopback, or where it is told. Connections are counted before a byte of them is read."""

    def __init__(self, port=0, family=None, host=None):
        self._lock = threading.Lock()
        self._statuses = []
        self._last = 200
        self.delay = 0.0
        self.arrivals = []
        self.connections = 0
        self.on_arrival = lambda count: None
        self._server = self._serve(port, family, host or ("::1" if family else "127.0.0.1"))
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, *statuses):
        """One after another, the last for ever."""
        with self._lock:
            self._statuses, self._last = list(statuses[:-1]), statuses[-1]

    def count(self):
        with self._lock:
            return len(self.arrivals)

    def of(self, text):
        """The arrivals whose body has this text in it."""
        with self._lock:
            return [arrival for arrival in self.arrivals if text.encode() in arrival.body]

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _arrived(self, path, headers, body):
        with self._lock:
            status = self._statuses.pop(0) if self._statuses else self._last
            arrival = Arrival(time.monotonic(), path, headers, body, status)
            self.arrivals.append(arrival)
            count = len(self.arrivals)
        self.on_arrival(count)
        time.sleep(self.delay)
        return status

    def _serve(self, port, family, host):
        receiver = self

        class Server(ThreadingHTTPServer):
            address_family = family or ThreadingHTTPServer.address_family
            daemon_threads = True
            request_queue_size = 256

            def verify_request(self, request, client_address):
                with receiver._lock:
                    receiver.connections += 1
                return True

            def handle_error(self, request, client_address):
                pass  # a sender that was killed: what it sent counts, not how it went

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                headers = {name.lower(): value for name, value in self.headers.items()}
                self.send_response(receiver._arrived(self.path, headers, body))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        return Server((host, port), Handler)
