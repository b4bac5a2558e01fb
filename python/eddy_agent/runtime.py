"""The one runtime of this process: events, sections, orders and what others hook in. It never raises into the program."""

from __future__ import annotations

from . import flows, ids, registry, secrets
from .native import monotonic, now_ms


class _Guard:
    """Runs something of ours beside the program: what it raises is counted and told, never raised."""

    __slots__ = ("rt", "what")

    def __init__(self, rt: Runtime, what: str) -> None:
        self.rt = rt
        self.what = what

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind, error, trace) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        self.rt.trouble(self.what, error)
        return True


class Runtime:
    def __init__(self, options) -> None:
        self.options = options
        self.limits: dict = options.limits
        #: Somebody wants every event. Ask before building costly data.
        self.listening = False
        #: The program is at its end: nothing that waits now will go on.
        self.ending = False
        #: The process is stopped by a debugger: nothing that stands still is anybody's fault.
        self.stopped = False
        #: How often that was so.
        self.stops = 0
        #: Where words go; see line.py. None while there is no hub.
        self.line = None
        self._orders: dict = {}
        self._plans: list = []
        self._ends: list = []
        self._forks: list = []
        self._every: list = []
        self._parts: dict = {}
        #: Names of the parts that hook in.
        self.installed: set = set()
        self._begin()

    def _begin(self) -> None:
        self.target = ids.new_target_id()
        self.started = now_ms()
        self.notes: dict = {}
        self.dropped: dict = {}
        self._sections: dict = getattr(self, "_sections", {})
        self._gauges: dict = getattr(self, "_gauges", {})
        self.findings: dict = {}
        self.flows = registry.open_registry(self)
        self._sections["flows"] = self.flows.listing

    def begin_again(self) -> None:
        """In a forked child: another target, whose parent is the one that it was."""
        self.options.parent = self.target
        self._begin()
        for fn in list(self._forks):
            with self.guard("fork"):
                fn()

    # --- events

    def emit(self, kind: str, flow, data: dict) -> None:
        if self.listening:
            self._pass(kind, flow, None, data)

    def tell(self, kind: str, flow, session: str, data: dict) -> None:
        """What somebody asked to be told of, whether or not anybody listens to all events. Values are captured by the caller."""
        self._pass(kind, flow, session, data, kind not in ("snap", "log"))

    def _pass(self, kind, flow, session, data, urgent=False) -> None:
        # No lock is held here: a collection of garbage may end a task in the midst of it, and come here again.
        line = self.line
        if line is None:
            return
        # Its number comes first, once it is written.
        event = {"seq": 0, "at": now_ms(), "kind": kind, "target": self.target}
        if flow is not None:
            event["flow"] = flow.id
        if session is not None:
            event["session"] = session
        event["data"] = data
        line.say_event(event, urgent)

    def say_finding(self, key: str, finding: dict) -> None:
        if finding.get("count", 0) == 0:
            self.findings.pop(key, None)
        else:
            self.findings[key] = finding
        if self.line is not None:
            self.line.say({"say": "finding", "target": self.target, "key": key, "finding": finding}, True)

    # --- what others hook in

    def section(self, name: str, listing) -> None:
        self._sections[name] = listing

    def gauge(self, name: str, read) -> None:
        self._gauges[name] = read

    def on_order(self, name: str, fn) -> None:
        self._orders[name] = fn

    def forget_order(self, name: str) -> None:
        self._orders.pop(name, None)

    def order(self, name: str):
        return self._orders.get(name)

    def on_plan(self, fn) -> None:
        self._plans.append(fn)
        if self.options.plan is not None:
            with self.guard("plan"):
                fn(self.options.plan)

    def every(self, seconds: float, fn) -> None:
        """In the agent's thread. A part that runs longer than its turn keeps only its kind waiting."""
        self._every.append([monotonic() + seconds, seconds, fn])
        if self.line is not None:
            self.line.hasten()

    def at_end(self, fn) -> None:
        self._ends.append(fn)

    def after_fork(self, fn) -> None:
        self._forks.append(fn)

    def part(self, name: str, make):
        """What a module keeps for this process."""
        made = self._parts.get(name)
        if made is None:
            # Who only looks whether it is there gives None, and stands in nobody's way.
            made = make()
            if made is not None:
                self._parts[name] = made
        return made

    # --- turns of the agent's thread

    def turn(self) -> float:
        """Does what is due, and says in how many seconds to come again."""
        now = monotonic()
        nearest = 1.0
        for one in list(self._every):
            if one[0] <= now:
                with self.guard("a turn"):
                    one[2]()
                one[0] = monotonic() + one[1]
            nearest = min(nearest, one[0] - now)
        return max(0.001, nearest)

    def follow(self, plan: dict) -> list:
        """From now on this plan counts. Gives the bindings."""
        self.options.plan = plan
        self.flows.follow(plan.get("sessions", []))
        bindings: list = []
        for fn in self._plans:
            with self.guard("plan"):
                bindings.extend(fn(plan) or ())
        return bindings

    def run_ends(self) -> None:
        self.ending = True
        for fn in list(self._ends):
            with self.guard("last look"):
                fn()

    # --- what is told

    def state(self) -> dict:
        sections = {}
        for name, listing in list(self._sections.items()):
            with self.guard(name):
                sections[name] = listing()
        system = {}
        for name, read in list(self._gauges.items()):
            with self.guard(name):
                told_of = read()
                if told_of is not None:
                    system[name] = told_of
        return {
            "sections": sections,
            "system": system,
            "findings": list(self.findings.values()),
            "dropped": {name: number for name, number in self.dropped.items() if number},
        }

    def drop(self, what: str, number: int = 1) -> None:
        self.dropped[what] = self.dropped.get(what, 0) + number

    def note(self, text: str) -> None:
        """What could not be observed and why; goes into the report."""
        if len(self.notes) < 100:
            self.notes[secrets.hide(text)] = None

    # --- our own troubles

    def guard(self, what: str) -> _Guard:
        return _Guard(self, what)

    def trouble(self, what: str, error: BaseException) -> None:
        try:
            self.drop(f"trouble in {what}")
            self.note(f"Eddy itself failed in {what}: {type(error).__name__}: {error}")
        except Exception:
            pass


#: Of these the words are ours.
_ours = frozenset(("kind", "parent", "state", "outcome", "id", "flow", "scope", "lock"))


def told(data: dict) -> dict:
    """Names and reasons are the program's; a flow stands for its name, which a task may get a moment after it was made."""
    shown = {}
    for key, value in data.items():
        if value is None:
            continue
        if type(value) is str:
            if key not in _ours:
                value = secrets.hide(value)
        elif isinstance(value, flows.Flow):
            value = value.name
        shown[key] = value
    return shown


_runtime: Runtime | None = None


def open_runtime(options) -> Runtime:
    global _runtime
    _runtime = Runtime(options)
    return _runtime


def get() -> Runtime:
    """After start(); raises before."""
    if _runtime is None:
        raise RuntimeError("Eddy's agent was not started.")
    return _runtime
