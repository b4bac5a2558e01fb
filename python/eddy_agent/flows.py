"""Flows: logical threads of async work, which one runs here, and to which sessions each is bound."""

from __future__ import annotations

from . import secrets, stacks
from .native import ContextVar, count

#: The flow of this context. A task has a context of its own, and threads of `to_thread` get a copy of their caller's.
FLOW = ContextVar("eddy_flow", default=None)

max_depth = 64
max_name = 300
max_listed = 500

serials = count(1)


class Flow:
    """Small: one is made for every task. What is rarely asked for is computed when asked."""

    #: Of a request: {method, url, headers}, while it runs.
    origin = None
    #: Epoch seconds; None while it was not told that it ended.
    _ended = None
    #: Its end is told at once, because it holds something.
    is_watched = False
    #: The first cancel that was asked for; of tasks.
    cancel = None
    #: Name and message of what it failed with.
    error = None
    #: Of a request that is served in a thread of its own, and not in a task: that thread.
    thread = None
    #: Code of the coroutine that it runs; None where it is no task's.
    root = None
    _outcome = None
    _held = None
    #: Its name, and what is shown of it.
    _shown = None
    _no_sessions: frozenset = frozenset()

    def __init__(self, target, serial, kind, name, parent, started, born=None, task=None):
        self.target = target
        self.serial = serial
        #: main, flow, request or task.
        self.kind = kind
        self._name = name
        self.parent = parent
        #: Epoch seconds.
        self.started_at = started
        self._born = born
        #: Weak reference to the task that it is, or None.
        self.task = task
        if parent is None:
            self.depth = 0
            self.sessions = self._no_sessions
        else:
            self.depth = depth = parent.depth + 1
            #: Ids of the sessions that it is bound to.
            self.sessions = parent.sessions
            if depth >= max_depth and depth % max_depth == 0:
                trim(self)

    @property
    def id(self) -> str:
        return f"{self.target}.{self.serial}"

    @property
    def born(self):
        """Where it was made: a Trace, or None."""
        born = self._born
        if type(born) is tuple:
            born = self._born = stacks.trace_of(born)
        return born

    @property
    def born_at(self):
        """File, line and function of it in the user's code; None where nothing is known."""
        own = None if self.born is None else self.born.own
        return None if own is None else {"file": own.file, "line": own.line, "function": own.function}

    @property
    def ended_at(self):
        """Epoch ms; None while it was not told that it ended."""
        return None if self._ended is None else int(self._ended * 1000)

    @property
    def started(self) -> int:
        """Epoch ms."""
        return int(self.started_at * 1000)

    @property
    def name(self) -> str:
        name = self._name
        if name is None:
            task = self.live_task
            name = f"task {self.serial}" if task is None else str(task.get_name())
        elif not isinstance(name, str):
            name = self._name = str(name())
        shown = self._shown
        if shown is None or shown[0] is not name:
            # Cut once the secrets are out: a half of one is none that is known by its shape.
            text = secrets.hide(name[: max_name + 500])
            shown = self._shown = (name, text if len(text) <= max_name else text[: max_name - 1] + "…")
        return shown[1]

    @property
    def live_task(self):
        return None if self.task is None else self.task()

    @property
    def ended(self) -> bool:
        """Whether nothing of it runs any more; of a task's, also before its end was told."""
        if self._ended is not None:
            return True
        task = self.live_task
        return task is not None and task.done()

    @property
    def outcome(self):
        """done, failed, cancelled or closed; None while it lives."""
        return self._outcome

    @property
    def held(self) -> tuple:
        return tuple(self._held or ())

    def hold(self, thing) -> None:
        """`thing.owner_ended(flow)` is called when the flow ends with it; `thing.title` is what people see."""
        if self._held is None:
            self._held = {}
        self._held[thing] = None
        if self._ended is not None:
            thing.owner_ended(self)
        elif self.task is not None and not self.is_watched:
            self.is_watched = True
            _registry.watch_end(self)

    def let_go(self, thing) -> None:
        if self._held is not None:
            self._held.pop(thing, None)

    def is_kin_of(self, other: Flow) -> bool:
        return self is other or self.descends_from(other) or other.descends_from(self)

    def descends_from(self, other: Flow) -> bool:
        at = self.parent
        while at is not None:
            if at is other:
                return True
            at = at.parent
        return False

    def __repr__(self) -> str:
        return f"<Flow {self.id} {self.kind} {self.name!r}>"


def trim(flow: Flow) -> None:
    """Cuts the chain of ancestors where it became too long: an endless chain of tasks stays in flat memory."""
    at = flow
    for _ in range(max_depth):
        if at.parent is None:
            return
        at = at.parent
    at.parent = None


class TaskFlow(Flow):
    """What most flows are; made in births.py, without a call of `__init__`. At the code of its `root` a stack that was taken in it ends."""

    kind = "task"
    _name = None


#: Of this process; see registry.py.
_registry = None


def current() -> Flow:
    """The flow that runs in this thread now; the main one where nothing says otherwise."""
    registry = _registry
    if not registry.is_shared:
        flow = FLOW.get()
        if flow is not None and flow.target is registry.target:
            return flow
    if registry.of_current_task is not None:
        flow = registry.of_current_task()
        if flow is not None:
            return flow
    flow = FLOW.get()
    return flow if flow is not None and flow.target is registry.target else registry.main
