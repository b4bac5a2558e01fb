"""members: the tasks inside an anyio scope, as the library's own fields say. They are private: read with care, and only here."""

from __future__ import annotations

from ..findings import awaiting
from ..native import sys

_backend = "anyio._backends._asyncio"


def still_inside(scope, own: object) -> tuple:
    """[(task, flow)] that nothing protects from the cancellation, and whether others are protected by a shield."""
    busy = []
    excused = False
    for task in _tasks(scope, own):
        if task.done():
            continue
        if is_shielded(task, own):
            excused = True
        else:
            busy.append((task, awaiting.flow_of(task)))
    return busy, excused


def is_shielded(task: object, own: object) -> bool:
    """Whether a scope between the task and this one keeps the cancellation out."""
    states = getattr(sys.modules.get(_backend), "_task_states", None)
    state = None if states is None else states.get(task)
    at = getattr(state, "cancel_scope", None)
    depth = 0
    while at is not None and at is not own and depth < 100:
        if getattr(at, "_shield", False):
            return True
        at = getattr(at, "_parent_scope", None)
        depth += 1
    return False


def scopes_around(task: object) -> list:
    states = getattr(sys.modules.get(_backend), "_task_states", None)
    try:
        state = None if states is None else states.get(task)
    except TypeError:
        return []
    at = getattr(state, "cancel_scope", None)
    found: list = []
    while at is not None and len(found) < 100:
        found.append(at)
        at = getattr(at, "_parent_scope", None)
    return found


def cancelled_around(own: object) -> object:
    """The cancelled scope that is visible from inside this one: itself, or one around it; None where there is none."""
    at = own
    depth = 0
    while at is not None and depth < 100:
        if getattr(at, "_cancel_called", False):
            return at
        if getattr(at, "_shield", False):
            return None
        at = getattr(at, "_parent_scope", None)
        depth += 1
    return None


def _tasks(scope, own: object) -> list:
    host = scope.task() if scope.active and scope.task is not None else None
    found: list = [] if host is None else [host]
    try:
        waiting = [own]
        while waiting and len(found) < 1_000:
            at = waiting.pop()
            found.extend(one for one in list(getattr(at, "_tasks", ())) if one not in found)
            waiting.extend(list(getattr(at, "_child_scopes", ()) or ()))
    except RuntimeError:
        pass  # Changed while it was read; the next look sees it.
    return found
