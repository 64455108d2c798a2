"""The command line over a running API."""

import json

from sluice import run


class Commands:
    """Asks with the greeting's key. What every command printed is kept in `printed`."""

    def __init__(self, local):
        self._as = ["--url", local.api_url, "--key", local.greeting["key"]]
        self.printed = ""

    def run(self, *arguments):
        """The exit code, and the lines of standard output, parsed."""
        ended = run(*arguments, *self._as)
        self.printed += ended.stdout.decode() + ended.stderr.decode()
        return ended.returncode, [json.loads(line) for line in ended.stdout.decode().splitlines()]

    def told(self, *arguments):
        """The exit code and one line in a text, its values in their order."""
        code, lines = self.run(*arguments)
        values = [f"{name}={value}" for line in lines for name, value in line.items()]
        return " ".join([str(code), *values])
