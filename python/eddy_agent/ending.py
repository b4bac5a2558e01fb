"""The program's end: its last look, and the words to the hub. Exit status and output stay the program's own."""

from __future__ import annotations

import atexit

from .line import last_lines
from .native import os, sys

_done = False


def watch(rt, about) -> None:
    def end(how: dict) -> None:
        global _done
        if _done or rt.line is None:
            return
        _done = True
        with rt.guard("end"):
            rt.run_ends()
        with rt.guard("end"):
            rt.line.close(last_lines(rt, about(), how))

    # Registered first, so called last: the program's own handlers are done.
    atexit.register(lambda: end(_how_it_ends()))
    _exit = os._exit

    def leave(status):
        end({"how": "exit", "code": status & 0xFF if type(status) is int else 1})
        _exit(status)

    leave.__name__ = leave.__qualname__ = "_exit"
    leave.__doc__ = _exit.__doc__
    os._exit = leave
    rt.after_fork(_begin_again)


def _begin_again() -> None:
    global _done
    _done = False


def _how_it_ends() -> dict:
    """What is known at this point: an uncaught error was kept by Python; of `sys.exit(3)` nothing is, so no code is told."""
    kind = getattr(sys, "last_type", None)
    if kind is None:
        return {"how": "exit"}
    if isinstance(kind, type) and issubclass(kind, KeyboardInterrupt):
        return {"how": "signal", "signal": "SIGINT"}
    return {"how": "exit", "code": 1}
