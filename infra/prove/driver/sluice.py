"""./sluice as a user has it: started, read, asked by HTTP, ended."""

import atexit
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import kept
from project import ROOT
from sqs import Sqs
from waiting import until

LAUNCHER = str(ROOT / "sluice")
START_LIMIT = 180
GREETING_ENDS = re.compile(r"^  curl .*Authorization")
DISPATCH, DEAD_LETTER, POISON = "sluice-dispatch", "sluice-dead-letter", "sluice-poison"


def run(*arguments, text="", env=None, timeout=180):
    """A command to its end."""
    kept.secrets_in(env or {})
    ended = subprocess.run(
        [LAUNCHER, *arguments], input=text.encode(), capture_output=True, timeout=timeout, env={**os.environ, **(env or {})}
    )
    kept.printed(f"sluice-{arguments[0]}" if arguments else "sluice", ended.stdout, ended.stderr)
    return ended


def free_ports(start=None):
    """The first of eight ports in a row that nobody has, below those that the system gives to clients."""
    for base in range(start or 20000 + os.getpid() % 1000 * 10, 32000, 10):
        try:
            for port in range(base, base + 8):
                with socket.socket() as s:
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    s.bind(("127.0.0.1", port))
            return base
        except OSError:
            continue
    raise RuntimeError("no eight free ports in a row")


class Api:
    """An API that listens at `api_url`, asked with the keys of a `greeting`."""

    def api(self, method, path, body=None, admin=False, key=None):
        """Status and JSON of an answer; status 0 and why where there is none. With the greeting's key, or another one."""
        key = key or self.greeting["admin key" if admin else "key"]
        kept.secrets_in({"key": key})
        kept.secrets_in(body)
        request = urllib.request.Request(
            self.api_url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                value = json.loads(answer.read() or b"null")
                kept.secrets_in(value)
                return answer.status, value
        except urllib.error.HTTPError as e:
            return e.code, json.loads(e.read() or b"null")
        except OSError as e:
            return 0, {"reason": f"no answer ({e})"}

    def endpoint(self, url, **more):
        """Makes one, which must work: its JSON, with the secret."""
        status, endpoint = self.api("POST", "/v1/endpoints", {"url": url, **more})
        if status != 201:
            raise RuntimeError(f"{url}: {status} {endpoint}")
        return endpoint


class Local(Api):
    """A running ./sluice local. What it prints is kept in `lines`. Ends with this process."""

    running = set()

    def __init__(self, *options, port=None, data=None, env=None):
        self.port = port or free_ports()
        self.data = data
        arguments = ["local", "--port", str(self.port), *(["--data", str(data)] if data else []), *options]
        kept.secrets_in(env or {})
        self._errors = kept.file("local-errors").open("w+")
        self._process = subprocess.Popen(
            [LAUNCHER, *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **(env or {})},
        )
        self.pid = self._process.pid  # the launcher becomes the JVM
        Local.running.add(self)
        self.lines = []
        self._changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()
        if not self.line(r"^See what became of it:", START_LIMIT) or not self.line(GREETING_ENDS, 10):
            self.kill()
            raise RuntimeError(f"./sluice {' '.join(arguments)} did not get ready: {self.errors()}")
        self.greeting = dict(re.findall(r"^  (\w+(?: \w+)*) {2,}(\S+)", "\n".join(self.lines), re.M))
        self.publish_command, self.see_command = [line.strip() for line in self.lines if line.startswith("  curl ")]
        self.api_url, self.sns_url = self.greeting["API"], self.greeting["SNS"]
        self.topic = next(m.group(1) for m in map(re.compile(r"topic (arn:\S+)").search, self.lines) if m)
        self.sqs = Sqs(self.greeting["SQS"])

    def line(self, pattern, seconds=30, start=0):
        """The first line printed since `start` in which the pattern is found, as a match; None if it does not come."""
        compiled = re.compile(pattern)
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                for line in self.lines[start:]:
                    if match := compiled.search(line):
                        return match
                start = len(self.lines)
                left = deadline - time.monotonic()
                if left <= 0 or (self._process.poll() is not None and not self._changed.wait(0.5)):
                    return None
                self._changed.wait(min(left, 1))

    def count(self, pattern):
        return sum(1 for line in list(self.lines) if re.search(pattern, line))

    def deliveries(self, endpoint):
        """All of an endpoint, newest first."""
        found, after = [], ""
        while after is not None:
            query = urllib.parse.urlencode({"limit": 100, **({"after": after} if after else {})})
            status, page = self.api("GET", f"/v1/endpoints/{endpoint}/deliveries?{query}")
            if status != 200:
                raise RuntimeError(f"deliveries of {endpoint}: {status} {page}")
            found += page["data"]
            after = page["next"]
        return found

    def delivery(self, endpoint, state, seconds=30):
        """The newest delivery of an endpoint, once it is in this state; as it is if that does not come."""
        until(lambda: (d := self.deliveries(endpoint)) and d[0]["state"] == state, seconds, every=0.2)
        return (self.deliveries(endpoint) or [{"state": "absent"}])[0]

    def publish(self, message, timeout=30):
        """To SNS by HTTP; whether it was answered 200."""
        form = urllib.parse.urlencode({"Action": "Publish", "TopicArn": self.topic, "Message": message}).encode()
        try:
            with urllib.request.urlopen(self.sns_url + "/", data=form, timeout=timeout) as answer:
                return answer.status == 200 and b"<MessageId>" in answer.read()
        except OSError:
            return False

    def descendants(self):
        """Process ids, children first."""
        return _descendants(self.pid)

    def cpu(self):
        """Seconds that it and what it has started have used so far."""
        ticks = 0
        for pid in [self.pid, *self.descendants()]:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def signal(self, number, pid=None):
        os.kill(pid or self.pid, number)

    def kill(self):
        """kill -9 of the JVM alone."""
        self._process.kill()
        self._process.wait()
        Local.running.discard(self)

    def term(self, seconds=60):
        """Asks it to end; its exit code, None if it does not end."""
        self._process.terminate()
        try:
            status = self._process.wait(seconds)
            Local.running.discard(self)
            return status
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def errors(self):
        self._errors.seek(0)
        return self._errors.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self.term()

    def _read(self):
        greets = True
        with kept.file("local").open("w") as after_greeting:
            for line in self._process.stdout:
                text = line.decode("utf-8", "replace").rstrip("\n")
                if not greets:
                    print(text, file=after_greeting, flush=True)
                greets = greets and not GREETING_ENDS.search(text)
                with self._changed:
                    self.lines.append(text)
                    self._changed.notify_all()


def alive(pids):
    """Those that still run; what has ended and is not yet waited for does not."""
    return [pid for pid in pids if (state := _processes().get(pid)) and not state[1].startswith("Z")]


def _processes():
    """Of each process id: its parent, its state."""
    found = {}
    if Path("/proc/self/stat").exists():
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                after_name = stat.read_text().rpartition(")")[2].split()
                found[int(stat.parent.name)] = (int(after_name[1]), after_name[0])
            except (OSError, IndexError):
                pass  # it ended meanwhile
        return found
    for line in subprocess.run(["ps", "-axo", "pid=,ppid=,state="], capture_output=True, text=True).stdout.splitlines():
        pid, parent, state = line.split()
        found[int(pid)] = (int(parent), state)
    return found


def _descendants(pid):
    children = [child for child, (parent, _) in _processes().items() if parent == pid]
    return children + [d for child in children for d in _descendants(child)]


def _end(number=None, _=None):
    for local in list(Local.running):
        local.kill()
    if number:
        os._exit(128 + number)


atexit.register(_end)
signal.signal(signal.SIGTERM, _end)
signal.signal(signal.SIGINT, _end)
SIGKILL = signal.SIGKILL
