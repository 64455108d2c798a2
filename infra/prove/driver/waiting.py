"""Waiting for the world: asked again until it is so or the time is over."""

import time


def until(question, seconds, every=0.05):
    """The first answer that is true in Python's sense; else the last one."""
    deadline = time.monotonic() + seconds
    while True:
        answer = question()
        if answer or time.monotonic() >= deadline:
            return answer
        time.sleep(every)


def is_idle(cpu, most):
    """Looks for a second, in which a compiler that has work left would use more than so many seconds of what `cpu` tells."""
    before = cpu()
    time.sleep(1)
    return cpu() - before < most
