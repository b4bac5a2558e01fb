"""asyncio_scopes: watches asyncio's own timeouts and task groups. asyncio checks none of the rules, so a crossing passes in silence."""

from __future__ import annotations

from .. import flows, stacks
from ..findings import awaiting
from ..insert import CannotInsert, insert
from ..native import sys
from .book import book
from .scope import Note


def install(rt) -> None:
    watches = (
        ("asyncio.timeouts", "Timeout", "__aenter__", ("self",), {"returns": _timeout_entered}),
        ("asyncio.timeouts", "Timeout", "__aexit__", ("self", "exc_val"), {"start": _leaving}),
        ("asyncio.timeouts", "Timeout", "_on_timeout", ("self",), {"start": _expired}),
        ("asyncio.taskgroups", "TaskGroup", "__aenter__", ("self",), {"returns": _group_entered}),
        ("asyncio.taskgroups", "TaskGroup", "__aexit__", ("self", "exc"), {"start": _leaving}),
        ("asyncio.taskgroups", "TaskGroup", "_abort", ("self",), {"start": _aborted}),
    )
    for module, kind, name, names, hooks in watches:
        # Python 3.11 brought both.
        own = getattr(sys.modules.get(module), kind, None)
        if own is None:
            continue
        try:
            insert(getattr(own, name, None), names, **hooks)
        except CannotInsert as error:
            rt.note(f"asyncio's {kind} is not fully watched: {error}.")


def _now() -> tuple:
    asyncio = sys.modules["asyncio"]
    loop = asyncio._get_running_loop()
    return loop, None if loop is None else asyncio.current_task(loop)


def _timeout_entered(own) -> None:
    loop, task = _now()
    book().entered(own, task, loop, "timeout")


def _group_entered(own) -> None:
    loop, task = _now()
    book().entered(own, task, loop, "task group", True)


def _leaving(own, error) -> None:
    loop, task = _now()
    book().leaving(own, task, loop, error, raises=False)


def _expired(own) -> None:
    book().cancelled(own, Note("deadline", None, None, None))


def _aborted(own) -> None:
    loop, task = _now()
    caller = sys._getframe(3)
    if caller.f_code.co_name == "_on_task_done":
        member = caller.f_locals.get("task")
        error = caller.f_locals.get("exc")
        note = Note("member", awaiting.flow_of(member), member, awaiting.raised(error), type(error).__name__)
    else:
        error = caller.f_locals.get("exc")
        note = Note("body", flows.current(), task, awaiting.raised(error) or stacks.Trace(1), type(error).__name__)
    book().cancelled(own, note)
