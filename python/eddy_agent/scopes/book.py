"""book: every scope that is known, the stack of scopes of each task, and the three rules of leaving one."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from .. import flows, runtime, stacks
from ..findings import engine
from ..findings import scopes as kinds
from ..kept import Kept
from ..native import deque, now_ms, sys
from . import causes, members
from .scope import Note, Scope

max_active = 10_000
max_listed = 200


class Book:
    def __init__(self) -> None:
        #: By id of the program's scope.
        self.scopes: dict = {}
        #: By serial of a flow: its scopes, innermost last.
        self.stacks: dict = {}
        self.active: dict = {}
        self.left: deque = deque(maxlen=max_listed)
        self.total = 0
        #: Tasks whose errors follow from a finding.
        self.explained: WeakKeyDictionary = WeakKeyDictionary()
        #: Code of generators whose resting in a scope was told.
        self.told_generators: set = set()

    def known(self, scope: object) -> Scope | None:
        one = self.scopes.get(id(scope))
        return one if one is not None and one.scope() is scope else None

    def of(self, scope: object, what: str = "cancel scope", is_group: bool = False) -> Scope:
        known = self.known(scope)
        if known is None:
            key = id(scope)
            known = self.scopes[key] = Scope(scope, what, is_group, lambda _ref: self.scopes.pop(key, None))
        return known

    # --- what happens to a scope

    def entered(self, scope: object, task: object, loop: object, what: str, is_group: bool = False) -> Scope | None:
        if task is None:
            return None
        if len(self.active) >= max_active:
            runtime.get().drop("scopes")
            return None
        one = self.of(scope, what, is_group)
        one.what = what
        one.is_group = is_group
        flow = flows.current()
        one.enter(task, loop, flow, stacks.Trace(2))
        self.active[one.id] = one
        self.total += 1
        stack = self.stacks.get(flow.serial)
        if stack is None:
            self.stacks[flow.serial] = [one]
        else:
            stack.append(one)
        rt = runtime.get()
        if rt.listening:
            rt.emit("scope-entered", one.flow, {"id": one.id, "name": one.name, "kind": what})
        return one

    def leaving(self, scope: object, task: object, loop: object, error: object, raises: bool) -> None:
        """Before the scope's own code runs. `raises`: the library refuses what breaks a rule, and leaves the scope as it was."""
        one = self.known(scope)
        if one is None or not one.active:
            self._not_active(scope, one)
            return
        host = one.task() if one.task is not None else None
        if task is not host:
            self._crossed(one, task, loop, error)
            if not raises:
                self._close(one)
            return
        stack = self.stacks.get(one.flow.serial) or ()
        if stack and stack[-1] is not one and one in stack:
            self._misnested(one, stack)
            if raises:
                return
        self._close(one)
        if one.found_cancelled is not None and _is_cancel(error):
            engine().look(kinds.entered_cancelled, one)

    def cancelled(self, scope: object, note: Note) -> None:
        one = self.of(scope)
        # What comes after the finding is no cause of it.
        if one.told or (one.note is not None and one.active):
            return
        one.note = note
        rt = runtime.get()
        if rt.listening:
            by = None if note.flow is None else note.flow.id
            rt.emit("scope-cancelled", one.flow, {"id": one.id, "name": one.name, "why": note.text(), "by": by})
        engine().look(kinds.cancel_ignored, one, rt.limits["cancelIgnoredMs"] / 1000)

    # --- the rules

    def _not_active(self, scope: object, one: Scope | None) -> None:
        if getattr(scope, "_active", False) or (one is not None and one.crossed):
            return
        engine().look(kinds.not_active, kinds.Exit(one or Scope(scope, type(scope).__name__), flows.current(), stacks.Trace(3)))

    def _crossed(self, one: Scope, task: object, loop: object, error: object) -> None:
        if one.crossed:
            return
        one.crossed = True
        cause = causes.of_crossing(one, task, loop, error, sys._getframe(3))
        by_loop = cause == "generator-suspended" and causes.is_closing(task)
        dependent = one.told
        one.told = True
        for concerned in (task, one.task and one.task()):
            if concerned is not None:
                self.explained[concerned] = one.id
        if one.generator is not None and len(self.told_generators) < 1_000:
            self.told_generators.add(one.generator)
        if not dependent:
            engine().look(kinds.crossed, kinds.Exit(one, flows.current(), stacks.Trace(3), cause, None, by_loop))
        if one.leak_key is not None:
            engine().take_back(one.leak_key)
            one.leak_key = None

    def _misnested(self, one: Scope, stack: list) -> None:
        inside = stack[stack.index(one) + 1 :]
        # A scope that was crossed is still the current one for its library: what that brings about is told with it.
        if not one.told and not any(inner.told for inner in inside):
            inner = inside[-1]
            if inner.generator is not None and len(self.told_generators) < 1_000:
                self.told_generators.add(inner.generator)
            engine().look(kinds.misnested, kinds.Exit(one, flows.current(), stacks.Trace(3), causes.of_misnesting(inner), inner))
        one.told = True

    def _close(self, one: Scope) -> None:
        one.active = False
        one.exited_ms = now_ms()
        self.active.pop(one.id, None)
        self.left.append(one)
        serial = one.flow.serial
        stack = self.stacks.get(serial)
        if stack is not None:
            if one in stack:
                stack.remove(one)
            if not stack:
                del self.stacks[serial]
        rt = runtime.get()
        if rt.listening:
            state = "crossed" if one.crossed else "exited"
            rt.emit("scope-exited", flows.current(), {"id": one.id, "name": one.name, "state": state})

    def explains(self, task: object) -> bool:
        """Whether a finding tells of a scope that this task left, or is in."""
        if task in self.explained:
            return True
        flow = getattr(task, "_eddy_flow", None)
        if flow is not None and any(one.told or one.leak_key is not None for one in self.stacks.get(flow.serial) or ()):
            return True
        return any(self.is_told(own) for own in members.scopes_around(task))

    def is_told(self, scope: object) -> bool:
        one = self.known(scope)
        return one is not None and (one.told or one.leak_key is not None)

    # --- looks from the agent's thread

    def sweep(self, last: bool = False) -> None:
        """Scopes whose task has ended, and those that are gone themselves."""
        grace = runtime.get().limits["leakGraceMs"] / 1000
        for one in list(self.active.values()):
            if not one.owner_ended:
                continue
            self.active.pop(one.id, None)
            self.left.append(one)
            one.exited_ms = now_ms()
            self.stacks.pop(one.flow.serial, None)
            engine().look(kinds.leaked, one, 0 if last else grace)

    def listing(self) -> dict:
        live = list(self.active.values())
        items = [one.describe() for one in [*live[:max_listed], *reversed(list(self.left))]]
        return {"total": self.total, "live": len(live), "items": items, "dropped": max(0, self.total - len(items))}


def _is_cancel(error: object) -> bool:
    kind = error if isinstance(error, type) else type(error)
    return any(base.__name__ == "CancelledError" for base in kind.__mro__)


#: In a forked child the parent's tasks are not here.
book = Kept(Book)
