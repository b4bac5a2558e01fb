"""Events that wait for a hub: the oldest of those that nobody asked for are let go first, then the oldest that a session asked for."""

from __future__ import annotations

from .native import count, deque

most_bytes = 4 * 1024 * 1024


class Backlog:
    def __init__(self, on_let_go, most: int = most_bytes) -> None:
        self._on_let_go = on_let_go
        self._most = most
        self._bytes = 0
        self._order = count()
        self._asked: deque = deque()
        self._others: deque = deque()

    def push(self, line: bytes, is_asked_for: bool) -> None:
        (self._asked if is_asked_for else self._others).append((next(self._order), line))
        self._bytes += len(line)
        while self._bytes > self._most:
            _, gone = (self._others or self._asked).popleft()
            self._bytes -= len(gone)
            self._on_let_go()

    def take(self) -> list:
        """All that waits, in the order in which it came."""
        lines = [line for _, line in sorted([*self._asked, *self._others])]
        self._asked.clear()
        self._others.clear()
        self._bytes = 0
        return lines
