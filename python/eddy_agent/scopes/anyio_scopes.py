"""anyio_scopes: watches the scopes of anyio's asyncio backend, 3.x and 4.x, by calls put into its own functions."""

from __future__ import annotations

from .. import flows, stacks
from ..findings import awaiting, engine
from ..findings import scopes as kinds
from ..insert import CannotInsert, insert
from ..native import sys
from . import members
from .book import book
from .scope import Note

#: Deliveries of a cancellation at which the tasks are looked at: later ones only count.
watched_deliveries = 6


def install(rt, module) -> None:
    scope = module.CancelScope
    watches = (
        ("__enter__", ("self",), {"returns": _entered}),
        ("__exit__", ("self", "exc_val"), {"start": _leaving}),
        ("cancel", ("self",), {"start": _cancelled}),
        ("_deliver_cancellation", ("self",), {"start": _delivered}),
    )
    for name, names, hooks in watches:
        try:
            insert(getattr(scope, name, None), names, **hooks)
        except CannotInsert as error:
            rt.note(f"Cancel scopes of anyio are not fully watched: {error}.")


# In a hook, frame 1 is the call that was put in, 2 the library's function, 3 its caller.


def _now() -> tuple:
    """The loop that runs here and its task."""
    asyncio = sys.modules["asyncio"]
    loop = asyncio._get_running_loop()
    return loop, None if loop is None else asyncio.current_task(loop)


def _entered(own) -> None:
    loop, task = _now()
    caller = sys._getframe(3)
    is_group = caller is not None and caller.f_code.co_name == "__aenter__" and type(caller.f_locals.get("self")).__name__ == "TaskGroup"
    one = book().entered(own, task, loop, "task group" if is_group else "cancel scope", is_group)
    if one is None:
        return
    one.shield = bool(getattr(own, "_shield", False))
    around = members.cancelled_around(own)
    if around is own:
        # Cancelled before it was entered, or its deadline had passed by more than the clock's grain.
        if one.note is not None and (one.note.source != "deadline" or own._deadline < loop.time() - 0.002):
            one.found_cancelled = one
    elif around is not None:
        outer = book().known(around)
        # In the turn of the cancel itself the task may not have heard of it yet.
        if outer is not None and (outer.deliveries > 1 or _is_by(outer, task)):
            one.found_cancelled = outer


def _is_by(outer, task: object) -> bool:
    note = outer.note
    return note is not None and note.source == "task" and note.task is not None and note.task() is task


def _leaving(own, error) -> None:
    loop, task = _now()
    book().leaving(own, task, loop, error, raises=True)


def _cancelled(own) -> None:
    if getattr(own, "_cancel_called", False):
        return
    loop, task = _now()
    caller = sys._getframe(3)
    book().cancelled(own, _note(caller, task))


def _note(caller, task: object) -> Note:
    name = "" if caller is None else caller.f_code.co_name
    if caller is not None and stacks.kind_of(caller.f_code.co_filename) == "package":
        if name == "_timeout":
            return Note("deadline", None, None, None)
        if name in ("task_done", "_run_wrapped_task"):
            member = caller.f_locals.get("_task") or caller.f_locals.get("task")
            error = caller.f_locals.get("exc")
            return Note("member", awaiting.flow_of(member), member, awaiting.raised(error), type(error).__name__)
        if name == "__aexit__":
            error = caller.f_locals.get("exc_val")
            if error is not None:
                return Note("body", flows.current(), task, awaiting.raised(error), type(error).__name__)
    return Note("task", flows.current(), task, stacks.Trace(1))


def _delivered(own) -> None:
    one = book().known(own)
    if one is None:
        return
    one.deliveries += 1
    if one.deliveries > watched_deliveries or one.cleanup is not None:
        return
    places = {}
    for task in list(own._tasks)[:20]:
        if task.done() or members.is_shielded(task, own):
            continue
        chain = awaiting.suspended(task)
        if not chain:
            continue
        places[task] = chain
        # It was cancelled before, ran, and waits again, elsewhere.
        before = None if one.places is None else one.places.get(task)
        if before is not None and before != chain:
            engine().look(kinds.cut_cleanup, kinds.CutCleanup(one, awaiting.flow_of(task), chain))
    one.places = places if one.deliveries < watched_deliveries else None
