"""outside: whether anything but a loop's own work could still settle what it waits for: another thread, or the handler of a signal."""
from __future__ import annotations

import _signal

from .native import os, sys

#: Handlers that end the program, and settle nothing.
_that_end = ("asyncio.runners", "_signal")


def threads() -> int:
    """Of the process, also those that no Python made: a library written in C or Rust calls back from its own."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return len(sys._current_frames())


def hears_signals() -> bool:
    """Whether a function of the program's is called at some signal: nobody knows what it does."""
    for number in range(1, _signal.NSIG):
        handler = _signal.getsignal(number)
        if callable(handler) and getattr(getattr(handler, "func", handler), "__module__", None) not in _that_end:
            return True
    return False
