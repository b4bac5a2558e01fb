"""looks: the engine that looks at subjects now or later, and groups what it finds by kind and sites.

Hooks in the program's threads only put a look into a queue; the agent's thread does the rest. It must not know any kind.
"""
from __future__ import annotations

from time import thread_time

from .. import secrets
from ..native import deque, monotonic, new_lock, now_ms

max_groups_per_kind = 200
max_flows_per_group = 10
max_waiting = 10_000
end_seconds = 0.08
#: How often groups that grow are said again.
say_seconds = 0.5


_stopped_seconds = 0.0


def worked() -> float:
    """Monotonic seconds, without those that a debugger stopped the process for: what stands still meanwhile is nobody's fault."""
    return monotonic() - _stopped_seconds


def since(at: float) -> float:
    """Seconds worked since then. Stops are counted in whole turns: what came while one began or ended may seem to lie ahead."""
    return max(0.0, worked() - at)


def stopped() -> float:
    """So many seconds of it."""
    return _stopped_seconds


class Again:
    """What a look may say: look again later."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Evidence:
    """One sentence with names, the sites by role, the flows. Where it differs from the kind's own: severity, hint."""

    __slots__ = ("cause", "flows", "hint", "message", "severity", "sites")

    def __init__(self, message: str, sites: dict, flows: list, cause=None, severity=None, hint=None) -> None:
        self.message = message
        self.sites = sites
        self.flows = flows
        #: The class of the mistake, where it is known: see docs/python-findings.md.
        self.cause = cause
        self.severity = severity
        self.hint = hint


class Kind:
    """
    One kind of finding. `check(subject, now)` looks at a subject as it stands and changes nothing: None (nothing is wrong),
    Again or Evidence. `now` is that of `worked`.
    """

    __slots__ = ("check", "hint", "kind", "severity")

    def __init__(self, kind: str, severity: str, hint: str, check) -> None:
        self.kind = kind
        self.severity = severity
        self.hint = hint
        self.check = check


class _Group:
    __slots__ = ("count", "finding", "flows", "last_at")

    def __init__(self, finding: dict) -> None:
        self.finding = finding
        self.count = 0
        self.last_at = finding["firstAt"]
        self.flows: list = []

    def as_finding(self) -> dict:
        return {**self.finding, "count": self.count, "lastAt": self.last_at, "flows": list(self.flows)}


class _Look:
    __slots__ = ("due", "kind", "subject")

    def __init__(self, kind: Kind, subject: object, due: float) -> None:
        self.kind = kind
        self.subject = subject
        self.due = due


class Engine:
    """`say(key, finding)` hears of each group as it changes; a count of 0 takes it back."""

    def __init__(self, say, drop, guard, rt) -> None:
        self._say = say
        self._drop = drop
        self._guard = guard
        self._rt = rt
        off = rt.options.settings.get("findingsOff")
        #: Kinds that nobody wants to hear of.
        self._off = frozenset(off if isinstance(off, list) else ())
        self._turning = new_lock()
        self._looked_at = monotonic()
        #: Called before the looks of each turn, with whether it is the last one.
        self.sweeps: list = []
        self._due: dict = {}
        self._arriving: deque = deque()
        self._waiting: list = []
        self._groups: dict = {}
        self._counts: dict = {}
        #: Keys of groups that grew since they were said.
        self._unsaid: dict = {}
        self._said_at = 0.0

    def look(self, kind: Kind, subject: object, after: float = 0.0) -> None:
        """From any thread, at any point: it neither waits nor looks here."""
        if len(self._arriving) + len(self._waiting) >= max_waiting:
            self._drop("findings")
            return
        self._arriving.append(_Look(kind, subject, worked() + after))

    def turn(self, last: bool = False) -> None:
        """Looks that are due; at the end all of them. Only in the agent's thread, or in the one that ends the program."""
        # At the end the agent's thread may be in the midst of a turn, which then is soon over.
        if not self._turning.acquire(timeout=end_seconds if last else -1):
            self._drop("last looks")
            return
        try:
            self._turn(last)
        finally:
            self._turning.release()

    def _turn(self, last: bool) -> None:
        global _stopped_seconds
        at = monotonic()
        if self._rt.stopped:
            _stopped_seconds += at - self._looked_at
        self._looked_at = at
        if self._rt.stopped and not last:
            return
        for sweep in self.sweeps:
            if monotonic() < self._due.get(sweep, 0.0) and not last:
                continue
            began = thread_time()
            with self._guard("sweep"):
                sweep(last)
            # With very many things to look at, looks are rarer: they take a fiftieth of the time.
            self._due[sweep] = monotonic() + (thread_time() - began) * 50
        while self._arriving:
            self._waiting.append(self._arriving.popleft())
        now = worked()
        due = [one for one in self._waiting if last or one.due <= now]
        if due:
            self._waiting = [one for one in self._waiting if not (last or one.due <= now)]
        for one in due:
            self._see(one, now, last)
        if self._unsaid and (last or now - self._said_at >= say_seconds):
            self._said_at = now
            for key, flow in list(self._unsaid.items()):
                if key in self._groups:
                    self._say(key, self._groups[key].as_finding(), flow)
            self._unsaid.clear()

    def report(self, kind: Kind, evidence: Evidence) -> str | None:
        if kind.kind in self._off:
            return None
        key, sites = _group_of(kind, evidence)
        if key not in self._groups and self._counts.get(kind.kind, 0) >= max_groups_per_kind:
            key = f"{kind.kind}|elsewhere"
        group = self._groups.get(key)
        now = now_ms()
        if group is None:
            group = self._groups[key] = _Group(_first_of(kind, evidence, sites, now))
            self._counts[kind.kind] = self._counts.get(kind.kind, 0) + 1
        group.count += 1
        group.last_at = now
        for flow in evidence.flows:
            if flow is None or len(group.flows) >= max_flows_per_group or any(one["id"] == flow.id for one in group.flows):
                continue
            group.flows.append({"id": flow.id, "name": flow.name})
        first = next((flow for flow in evidence.flows if flow is not None), None)
        # The first, and then each time the count has doubled; what lies between is said now and then.
        if group.count & (group.count - 1) == 0:
            self._unsaid.pop(key, None)
            self._say(key, group.as_finding(), first)
        else:
            self._unsaid[key] = first
        return key

    def take_back(self, key: str) -> None:
        """What was told turned out to be part of another finding."""
        group = self._groups.get(key)
        if group is None:
            return
        group.count -= 1
        if group.count == 0:
            del self._groups[key]
            self._counts[group.finding["kind"]] -= 1
        self._say(key, group.as_finding(), None)

    def _see(self, one: _Look, now: float, last: bool) -> None:
        try:
            verdict = one.kind.check(one.subject, now)
        except Exception:
            self._drop(f"look {one.kind.kind}")
            return
        if isinstance(verdict, Again):
            if not last:
                one.due = now + max(0.001, verdict.seconds)
                self._waiting.append(one)
        elif verdict is not None:
            key = self.report(one.kind, verdict)
            told = getattr(one.subject, "was_told", None)
            if told is not None and key is not None:
                told(one.kind.kind, key)


def _group_of(kind: Kind, evidence: Evidence) -> tuple:
    sites = {role: site for role, site in evidence.sites.items() if site is not None}
    key = kind.kind if evidence.cause is None else f"{kind.kind}|{evidence.cause}"
    for role, site in sites.items():
        key += f"|{role}={site['file']}:{site['line']}:{site['column']}"
    return key, sites


def _first_of(kind: Kind, evidence: Evidence, sites: dict, now: int) -> dict:
    finding: dict = {
        "kind": kind.kind,
        "severity": evidence.severity or kind.severity,
        "message": secrets.hide(evidence.message),
        "count": 0,
        "firstAt": now,
        "lastAt": now,
        "flows": [],
        "sites": sites,
        "hint": evidence.hint or kind.hint,
    }
    if evidence.cause is not None:
        finding["cause"] = evidence.cause
    return finding
