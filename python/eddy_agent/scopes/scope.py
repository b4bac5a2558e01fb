"""scope: what is known of one cancel scope of the program's."""

from __future__ import annotations

from ..findings import worked
from ..native import count, now_ms, ref

from . import causes

_serials = count(1)


class Note:
    """Who cancelled it: `source` is task, deadline, member (one of its tasks failed) or body (its own block failed)."""

    __slots__ = ("at", "at_ms", "flow", "reason", "source", "task", "trace")

    def __init__(self, source: str, flow, task, trace, reason=None) -> None:
        self.source = source
        self.flow = flow
        self.task = None if task is None else ref(task)
        self.trace = trace
        self.reason = reason
        self.at = worked()
        self.at_ms = now_ms()

    def text(self) -> str:
        if self.source == "deadline":
            return "by its deadline"
        if self.source == "body":
            return "because its own block failed"
        name = "?" if self.flow is None else self.flow.name
        why = f" ({self.reason})" if self.reason else ""
        return f'because its member "{name}" failed{why}' if self.source == "member" else f'by flow "{name}"{why}'


class Scope:
    """Made when it is entered, or cancelled before that. Holds neither the program's scope nor its task."""

    __slots__ = (
        *("id", "what", "scope", "task", "flow", "loop", "entered", "entered_at", "entered_ms", "_generator", "active", "exited_ms"),
        *("crossed", "told", "note", "deliveries", "places", "cleanup", "found_cancelled", "leak_key", "is_group", "shield"),
        "__weakref__",
    )

    def __init__(self, scope: object, what: str, is_group: bool = False, gone=None) -> None:
        self.id = next(_serials)
        self.what = what
        self.scope = ref(scope, gone)
        self.is_group = is_group
        self.task = None
        self.flow = None
        self.loop = None
        self.entered = None
        self.entered_at = 0.0
        self.entered_ms = 0
        self._generator = self
        self.active = False
        self.exited_ms = None
        self.crossed = False
        #: A finding tells of it: what follows from that is not told.
        self.told = False
        self.note = None
        self.deliveries = 0
        self.places = None
        self.cleanup = None
        #: The cancelled scope around it (or itself) when it was entered.
        self.found_cancelled = None
        self.leak_key = None
        self.shield = False

    def enter(self, task, loop, flow, trace) -> None:
        self.task = ref(task)
        self.loop = None if loop is None else ref(loop)
        self.flow = flow
        self.entered = trace
        self.entered_at = worked()
        self.entered_ms = now_ms()
        self._generator = self
        self.active = True
        self.exited_ms = None

    @property
    def name(self) -> str:
        own = None if self.entered is None else self.entered.own
        return self.what if own is None else f"{self.what} in {own.function or own.file.rpartition('/')[2]}"

    @property
    def generator(self) -> object:
        """Of a generator that ran when it was entered: its code."""
        if self._generator is self:
            codes = [] if self.entered is None else codes_of(self.entered)
            self._generator = causes.running_generator(codes)
        return self._generator

    @property
    def owner_ended(self) -> bool:
        task = None if self.task is None else self.task()
        return task is None or task.done()

    def was_told(self, kind: str, key: str) -> None:
        if kind == "scope-leaked":
            self.leak_key = key

    def describe(self) -> dict:
        own = None if self.entered is None else self.entered.own
        told = {
            "id": self.id,
            "name": self.name,
            "kind": self.what,
            "state": "crossed" if self.crossed else "active" if self.active else "exited",
            "flow": None if self.flow is None else self.flow.id,
            "flowName": None if self.flow is None else self.flow.name,
            "entered": self.entered_ms,
            "exited": self.exited_ms,
            "site": None if own is None else {"file": own.file, "line": own.line, "function": own.function},
            "cancelCalled": self.note is not None,
            "cancelled": None if self.note is None else self.note.text(),
            "cancelledAt": None if self.note is None else self.note.at_ms,
        }
        return {key: value for key, value in told.items() if value is not None}


def codes_of(trace) -> list:
    """Of a trace that may have been read or not."""
    return list(trace._taken[::2]) if trace._frames is None else [frame.code for frame in trace._frames]
