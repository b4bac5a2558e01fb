"""looks: the engine that looks at subjects now or later, and groups what it finds by kind and sites.

Hooks in the program's threads only put a look into a queue; the agent's thread does the rest. It must not know any kind.
"""
from __future__ import annotations

from .. import secrets
from ..native import deque, monotonic, now_ms

MAX_GROUPS_PER_KIND = 200
MAX_FLOWS_PER_GROUP = 10
MAX_WAITING = 10_000


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
    Again or Evidence. `now` is monotonic, in seconds.
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

    def __init__(self, say, drop, guard) -> None:
        self._say = say
        self._drop = drop
        self._guard = guard
        #: Called before the looks of each turn, with whether it is the last one.
        self.sweeps: list = []
        self._arriving: deque = deque()
        self._waiting: list = []
        self._groups: dict = {}
        self._counts: dict = {}

    def look(self, kind: Kind, subject: object, after: float = 0.0) -> None:
        """From any thread, at any point: it neither waits nor looks here."""
        if len(self._arriving) + len(self._waiting) >= MAX_WAITING:
            self._drop("findings")
            return
        self._arriving.append(_Look(kind, subject, monotonic() + after))

    def turn(self, last: bool = False) -> None:
        """Looks that are due; at the end all of them. Only in the agent's thread, or in the one that ends the program."""
        for sweep in self.sweeps:
            with self._guard("sweep"):
                sweep(last)
        while self._arriving:
            self._waiting.append(self._arriving.popleft())
        now = monotonic()
        due = [one for one in self._waiting if last or one.due <= now]
        if not due:
            return
        self._waiting = [one for one in self._waiting if not (last or one.due <= now)]
        for one in due:
            self._see(one, now, last)

    def groups(self) -> list:
        return [(key, group.as_finding()) for key, group in list(self._groups.items())]

    def list(self) -> list:
        return [finding for _, finding in self.groups()]

    def report(self, kind: Kind, evidence: Evidence) -> str:
        key, sites = _group_of(kind, evidence)
        if key not in self._groups and self._counts.get(kind.kind, 0) >= MAX_GROUPS_PER_KIND:
            key = f"{kind.kind}|elsewhere"
        group = self._groups.get(key)
        now = now_ms()
        if group is None:
            group = self._groups[key] = _Group(_first_of(kind, evidence, sites, now))
            self._counts[kind.kind] = self._counts.get(kind.kind, 0) + 1
        group.count += 1
        group.last_at = now
        for flow in evidence.flows:
            if flow is None or len(group.flows) >= MAX_FLOWS_PER_GROUP or any(one["id"] == flow.id for one in group.flows):
                continue
            group.flows.append({"id": flow.id, "name": flow.name})
        self._say(key, group.as_finding())
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
        self._say(key, group.as_finding())

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
            if told is not None:
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
