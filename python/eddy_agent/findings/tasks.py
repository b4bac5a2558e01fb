"""The kinds of tasks."""

from __future__ import annotations

from .. import secrets
from ..native import ref
from . import awaiting
from .looks import Evidence, Kind


class Pending:
    """A task as it was seen, and since how long. Holds no task."""

    __slots__ = ("chain", "flow", "limit", "seconds", "task")

    def __init__(self, flow, task: object, seconds: float, limit: float) -> None:
        self.flow = flow
        self.task = ref(task)
        self.chain = awaiting.suspended(task)
        self.seconds = seconds
        self.limit = limit

    @property
    def is_pending(self) -> bool:
        task = self.task()
        return task is not None and not task.done()

    @property
    def is_of_the_user(self) -> bool:
        """Whether the user's code made it, or is in it."""
        from .. import stacks

        own = None if self.flow.born is None else self.flow.born.own
        return (own is not None and own.kind == "user") or any(stacks.kind_of(code.co_filename) == "user" for code, _ in self.chain)

    def sites(self) -> dict:
        born = self.flow.born
        return {
            "created": None if born is None else born.site(self.flow),
            "awaiting": awaiting.site_of(self.chain, self.flow),
        }


class Failure:
    __slots__ = ("flow", "trace", "what")

    def __init__(self, flow, error: BaseException, trace) -> None:
        self.flow = flow
        self.trace = trace
        words = error.args[0] if error.args and type(error.args[0]) in (str, int, float) else ""
        self.what = secrets.hide(f"{type(error).__name__}: {words}"[:300]) if words != "" else type(error).__name__


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def _check_slow(one: Pending, now: float) -> Evidence | None:
    from . import lines

    # Work that is meant to go on is not slow.
    if not one.is_pending or not one.is_of_the_user or lines.is_endless(one.chain):
        return None
    sites = one.sites()
    return Evidence(
        f"Task '{one.flow.name}' has been pending for {_seconds(one.seconds)}; its limit is {_seconds(one.limit)}."
        + awaiting.waits_at(sites["awaiting"]),
        sites,
        [one.flow],
    )


def _check_ignored(one: Pending, now: float) -> Evidence | None:
    if not one.is_pending:
        return None
    cancel = one.flow.cancel
    sites = one.sites()
    return Evidence(
        f"Task '{one.flow.name}' was cancelled by flow \"{cancel.by['name']}\" {_seconds(one.seconds)} ago and still runs."
        + awaiting.waits_at(sites["awaiting"]),
        {"cancelled": cancel.trace.site(), **sites},
        [one.flow],
    )


def _check_never_settled(one: Pending, now: float) -> Evidence | None:
    if not one.is_pending:
        return None
    sites = one.sites()
    return Evidence(
        f"Task '{one.flow.name}' never settles: nothing is left that could settle it.{awaiting.waits_at(sites['awaiting'])}",
        sites,
        [one.flow],
    )


def _check_exit(one: Pending, now: float) -> Evidence | None:
    from . import lines

    # Work that goes on until it is told to stop is stopped like this.
    if not one.is_of_the_user or lines.is_endless(one.chain):
        return None
    sites = one.sites()
    return Evidence(
        f"Task '{one.flow.name}' was pending when the program ended.{awaiting.waits_at(sites['awaiting'])}",
        sites,
        [one.flow],
    )


def _check_unhandled(one: Failure, now: float) -> Evidence:
    flow = one.flow
    born = None if flow is None else flow.born
    cancel = None if flow is None else flow.cancel
    name = "an unknown flow" if flow is None else f'flow "{flow.name}"'
    return Evidence(
        f"Nobody took the error of {name}: {one.what.rstrip('.')}.",
        {
            "rejected": None if one.trace is None else one.trace.site(flow),
            "cancelled": None if cancel is None else cancel.trace.site(),
            "created": None if born is None else born.site(flow),
        },
        [flow],
    )


slow = Kind("task-slow", "warning", "See what it waits for; put a deadline on that: asyncio.timeout.", _check_slow)
ignored = Kind(
    "cancel-ignored",
    "warning",
    "Let the CancelledError go on after clean-up; where a task means to live on, it must say so by uncancel().",
    _check_ignored,
)
never_settled = Kind(
    "task-never-settled",
    "error",
    "Look for a future whose set_result is never called on some path: an event that does not come, a callback that is not passed on.",
    _check_never_settled,
)
exit_pending = Kind(
    "exit-while-pending",
    "warning",
    "Await it before main returns, keep it in a task group, or cancel it yourself.",
    _check_exit,
)
unhandled = Kind(
    "rejection-unhandled",
    "error",
    "Await the task, or look at its exception() where it is made; a task group does.",
    _check_unhandled,
)
