"""
pending: tasks that do not end, or end in a way that nobody hears of: too slow, cancelled in vain, left when the program ends, stuck
for ever, failed unheard. It looks at them in the agent's thread; how a finding reads is in findings/tasks.py.
"""

from __future__ import annotations

from . import chains, imports, outside
from .findings import awaiting, engine, worked
from .findings import tasks as kinds
from .native import monotonic, sys, wall

look_seconds = 0.1
#: How long nothing must have been able to happen before tasks are told to be stuck for ever.
stuck_seconds = 0.4
#: A program with more live tasks is looked at in part, another part each time.
most_looked_at = 2_000
_scopes_of_libraries = ("asyncio/taskgroups.py", "asyncio/timeouts.py", "anyio/_backends/_asyncio.py")


class Pending:
    def __init__(self, rt, asyncio) -> None:
        self.rt = rt
        self.asyncio = asyncio
        self.tasks = rt.part("tasks", lambda: None)
        self.due = 0.0
        #: Flows of which one of the kinds told.
        self.told: dict = {}
        self.refusing: dict = {}
        self.still: dict = {}
        #: Where the next part begins.
        self.next = 0

    def sweep(self, last: bool) -> None:
        now = worked()
        if (now < self.due and not last) or self.rt.stopped or self.tasks is None:
            return
        self.due = now + look_seconds
        if last:
            self.at_end(self.tasks.live())
            return
        pairs = self.tasks.live(self._part())
        self._look_at_slow(pairs)
        self._look_at_refusing(pairs, now)
        self._look_at_stuck(pairs, now)
        for kept in (self.told, self.refusing):
            for serial in [one for one in kept if one not in self.rt.flows.live]:
                del kept[serial]

    def _part(self) -> list:
        flows = list(self.rt.flows.live.values())
        if len(flows) <= most_looked_at:
            return flows
        begin = self.next if self.next < len(flows) else 0
        self.next = begin + most_looked_at
        return flows[begin : self.next]

    def _look_at_slow(self, pairs: list) -> None:
        limit = self.rt.limits["taskSlowMs"] / 1000
        at = wall() - (monotonic() - worked())
        slow = [(flow, task) for flow, task in pairs if at - flow.started_at >= limit and flow.serial not in self.told]
        if not slow:
            return
        parents = {flow.parent.serial for flow in list(self.rt.flows.live.values()) if flow.parent is not None}
        for flow, task in slow:
            self.told[flow.serial] = "task-slow"
            if flow.serial not in parents and not is_root(task):
                engine().look(kinds.slow, kinds.Pending(flow, task, at - flow.started_at, limit))

    def _look_at_refusing(self, pairs: list, now: float) -> None:
        """asyncio cancels once: a task that swallowed it runs on, and Python counts that somebody still wants it to end."""
        limit = self.rt.limits["cancelIgnoredMs"] / 1000
        for flow, task in pairs:
            if flow.cancel is None or not is_wanted_to_end(flow, task) or is_scopes_matter(flow, task) or explained(task):
                self.refusing.pop(flow.serial, None)
                continue
            since = self.refusing.setdefault(flow.serial, now)
            if now - since >= limit and self.told.get(flow.serial) != "cancel-ignored":
                self.told[flow.serial] = "cancel-ignored"
                engine().look(kinds.ignored, kinds.Pending(flow, task, now - since, limit))

    def _look_at_stuck(self, pairs: list, now: float) -> None:
        for loop in {task.get_loop() for _, task in pairs}:
            if not hasattr(loop, "_run_once"):
                self.rt.note(f"Not watched for {type(loop).__module__}: a blocked loop, generators, tasks whose error nobody took.")
                continue
            beats = self.rt._parts.get("blocked")
            turns = None if beats is None else beats.resting_turn(loop)
            if turns is None or not is_dead_still(loop, len(self.rt.line.threads)) or beats.resting_turn(loop) != turns:
                self.still.pop(id(loop), None)
                continue
            before = self.still.get(id(loop))
            if before is None or before[1] != turns:
                self.still[id(loop)] = (now, turns)
            elif now - before[0] >= stuck_seconds:
                for flow, task in innermost([pair for pair in self.tasks.live() if pair[1].get_loop() is loop]):
                    if self.told.get(flow.serial) is None and not explained(task):
                        self.told[flow.serial] = "task-never-settled"
                        engine().look(kinds.never_settled, kinds.Pending(flow, task, 0.0, 0.0))

    def at_end(self, pairs: list) -> None:
        """Of the loop, or of the program: `pairs` are pending, and nothing will settle them."""
        for flow, task in innermost(pairs):
            told = self.told.get(flow.serial)
            if told in (None, "task-slow") and not is_root(task) and not is_finaliser(task) and not explained(task):
                self.told[flow.serial] = "exit-while-pending"
                engine().look(kinds.exit_pending, kinds.Pending(flow, task, 0.0, 0.0))

    def cancels_all(self, loop: object) -> None:
        """`asyncio.run` is over and ends what is left. After an error, that is no wonder."""
        if sys.exc_info()[0] is not None:
            return
        self.at_end([(flow, task) for flow, task in self.tasks.live() if task.get_loop() is loop])

    def failed(self, context: dict) -> None:
        if "never retrieved" not in str(context.get("message")):
            return
        error, future = context.get("exception"), context.get("future")
        if error is None or explained(future):
            return
        flow = getattr(future, "_eddy_flow", None)
        engine().look(kinds.unhandled, kinds.Failure(flow, error, awaiting.raised(error)))


def is_root(task: object) -> bool:
    """What the loop itself runs until it is done: the program's main coroutine."""
    for callback in getattr(task, "_callbacks", None) or ():
        if getattr(callback[0], "__name__", "") in ("_run_until_complete_cb", "done_cb"):
            return True
    return False


def is_finaliser(task: object) -> bool:
    """The loop's own, which closes a generator that was dropped."""
    return type(chains.coroutine_of(task)).__name__ == "async_generator_athrow"


def innermost(pairs: list) -> list:
    """Without those that only wait for another of them."""
    tasks = {task for _, task in pairs}
    return [(flow, task) for flow, task in pairs if not any(one in tasks for one in awaited_by(task))]


def awaited_by(task: object) -> list:
    waiter = getattr(task, "_fut_waiter", None)
    return [waiter] if hasattr(waiter, "get_coro") else list(getattr(waiter, "_children", ()))


def explained(task: object) -> bool:
    """A finding tells of this task already: of a scope that it is in, or of a lock that it waits for."""
    from .locks import book as locks
    from .scopes import book as scopes

    flow = getattr(task, "_eddy_flow", None)
    return flow is not None and (scopes.book().explains(task) or locks.book().explains(flow))


def is_wanted_to_end(flow, task: object) -> bool:
    """Before Python 3.11 nothing is taken back: there a cancel of a task's own, as a timeout's is, may have been dealt with."""
    cancelling = getattr(task, "cancelling", None)
    return flow.cancel.by["id"] != flow.id if cancelling is None else cancelling() > 0


def is_scopes_matter(flow, task: object) -> bool:
    """It was cancelled by a scope, or is in one that was: that is told of the scope."""
    from .scopes import book, members

    frames = flow.cancel.trace.frames
    if frames and frames[0].file.endswith(_scopes_of_libraries):
        return True
    if any(one.note is not None for one in book.book().stacks.get(flow.serial) or ()):
        return True
    return any(getattr(one, "_cancel_called", False) for one in members.scopes_around(task))


def is_dead_still(loop: object, own_threads: int) -> bool:
    """Nothing is ready, nothing is due, and nothing outside is listened to. Private fields, all of them."""
    try:
        return (
            loop.is_running()
            and not loop._ready
            and not any(not handle.cancelled() for handle in list(loop._scheduled))
            and len(loop._selector.get_map()) <= loop._internal_fds
            and not loop._signal_handlers
            and outside.threads() <= 1 + own_threads
            and not outside.hears_signals()
        )
    except AttributeError:
        return False


def install(rt) -> None:
    imports.after("asyncio", lambda asyncio: _install(rt, asyncio))


def _install(rt, asyncio) -> None:
    from .insert import CannotInsert, insert

    pending = rt.part("pending", lambda: Pending(rt, asyncio))
    try:
        insert(asyncio.runners._cancel_all_tasks, ("loop",), start=lambda loop: pending.cancels_all(loop))
        insert(asyncio.BaseEventLoop.call_exception_handler, ("context",), start=lambda context: pending.failed(context))
    except (AttributeError, CannotInsert) as error:
        rt.note(f"The end of asyncio's tasks is not fully watched: {error}.")
    engine().sweeps.append(pending.sweep)
