"""
pace: long looks in small pieces. A thread of ours that computes holds Python's lock, and the program waits for it up to 5 ms at
each of its turns; so it rests now and then, for as long as it worked.
"""
from __future__ import annotations

from .native import get_ident, monotonic, sleep

piece_seconds = 0.0005


class Pace:
    """Of one look. In a thread of the program's, which waits for us at its end, it does nothing."""

    __slots__ = ("_began", "_rt")

    def __init__(self, rt) -> None:
        self._rt = rt
        ours = () if rt.line is None else rt.line.threads
        self._began = monotonic() if get_ident() in ours else None

    def step(self) -> bool:
        """Whether it rested. Between two pieces, while nothing of the program's is held: who lets go of a task last, ends it in its own thread."""
        if self._began is None or self._rt.ending:
            return False
        now = monotonic()
        if now - self._began < piece_seconds:
            return False
        sleep(min(now - self._began, 0.002))
        self._began = monotonic()
        return True
