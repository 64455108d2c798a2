"""A stand-in for where SNS keeps its certificates, which counts who asks."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Certificates:
    """Listens on loopback and serves one text at every path."""

    def __init__(self):
        self.pem = b""
        self.asked = []  # the paths of all requests, whatever their method
        self._server = self._serve()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def _serve(self):
        certificates = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                certificates.asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", str(len(certificates.pem)))
                self.end_headers()
                self.wfile.write(certificates.pem)

            do_HEAD = do_POST = do_GET

            def log_message(self, *args):
                pass

        return ThreadingHTTPServer(("127.0.0.1", 0), Handler)
