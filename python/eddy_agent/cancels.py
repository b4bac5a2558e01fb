"""Who cancelled whom, and why: each first cancel of a task, with the cancel that it came through where one task's reached another."""

from __future__ import annotations

from . import flows, secrets
from .native import get_ident, now_ms
from .stacks import Trace


class Cancel:
    """`by` as text: it must not keep the flow alive."""

    __slots__ = ("at", "by", "reason", "times", "trace", "via")

    def __init__(self, by: dict, reason: str, trace: Trace, via) -> None:
        self.by = by
        self.reason = reason
        self.trace = trace
        #: The flow of the task whose cancel reached this one, because it awaits it; None: it was asked for here.
        self.via = via
        self.at = now_ms()
        self.times = 1

    def told(self) -> dict:
        told = {"by": self.by, "reason": secrets.hide(self.reason), "at": self.at}
        own = self.trace.own
        if own is not None and own.kind != "python":
            told["site"] = {"file": own.file, "line": own.line, "function": own.function}
        if self.via is not None:
            told["via"] = self.via
        return told


class Cancels:
    def __init__(self, rt) -> None:
        self.rt = rt
        #: By thread: flows of the tasks that are being cancelled, outermost first.
        self._within: dict = {}
        #: Called with (flow, cancel) of each cancel that a task took.
        self.listeners: list = []

    def enter(self, flow) -> None:
        self._within.setdefault(get_ident(), []).append(flow)

    def leave(self, flow, took: bool, message) -> None:
        me = get_ident()
        within = self._within[me]
        within.pop()
        outer = within[-1] if within else None
        if not within:
            del self._within[me]
        if not took:
            return
        if flow.cancel is not None:
            flow.cancel.times += 1
            return
        by = flows.current()
        asker = {"id": by.id, "name": by.name}
        via = None if outer is None else {"id": outer.id, "name": outer.name}
        flow.cancel = Cancel(asker, "" if message is None else str(message)[:500], Trace(2), via)
        for fn in list(self.listeners):
            with self.rt.guard("cancel"):
                fn(flow, flow.cancel)
