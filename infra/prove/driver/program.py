"""The Java programs that measure: what they state goes to the standard error, their log lines to the standard output, as in a function."""

import atexit
import os
import subprocess

from project import ROOT

_class_paths = {}
_running = []


def command(module, name, *arguments, options=()):
    """How a program of a module's tests is started, from the project's root; built at the first one."""
    if module not in _class_paths:
        _class_paths[module] = subprocess.run(
            [str(ROOT / "infra/benchmarks/class-path.sh"), module], check=True, stdout=subprocess.PIPE, text=True
        ).stdout.strip()
    java = subprocess.run([str(ROOT / "sluice"), "java-home"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip() + "/bin/java"
    # Two bindings are on a test's class path; to say so is SLF4J's habit, and which of them was chosen too.
    slf4j = ("-Dslf4j.provider=org.slf4j.nop.NOPServiceProvider", "-Dslf4j.internal.verbosity=WARN")
    return [java, *slf4j, *options, "-cp", _class_paths[module], name, *arguments]


ANSWER = "> "


class Program:
    """One that is told what to do by lines, answers each with a line that begins with ANSWER, and ends with its input. Whatever else it says
    goes to its log."""

    def __init__(self, *arguments, log, env=None, **more):
        self._log = log
        self._process = subprocess.Popen(
            command(*arguments, **more),
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.PIPE,
            text=True,
        )
        _running.append(self._process)

    def answer(self):
        for line in self._process.stderr:
            if line.startswith(ANSWER):
                return line.removeprefix(ANSWER).strip()
            self._log.write(line)
        raise RuntimeError(f"it ended with {self._process.wait()}; see {self._log.name}")

    def ask(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self.answer()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
        _running.remove(self._process)


@atexit.register
def _end():
    for process in _running:
        process.kill()
