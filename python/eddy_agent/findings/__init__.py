"""
findings: what Eddy sees by itself in a Python program. One file a family of kinds; `looks` has the engine that looks and groups. A kind
reads its subject and starts nothing; the hooks are with the things themselves: scopes, locks, generators, blocked, pending.
"""

from __future__ import annotations

from .. import runtime
from .looks import Again, Engine, Evidence, Kind, since, stopped, worked

__all__ = ["Again", "Evidence", "Kind", "engine", "install", "since", "stopped", "worked"]

_turn_seconds = 0.025


def install(rt) -> None:
    rt.every(_turn_seconds, lambda: engine().turn())
    rt.at_end(lambda: engine().turn(last=True))
    rt.after_fork(_begin_again)


def engine() -> Engine:
    rt = runtime.get()
    return rt.part("findings", lambda: Engine(_say, rt.drop, rt.guard, rt))


def _begin_again() -> None:
    rt = runtime.get()
    sweeps = engine().sweeps
    rt._parts.pop("findings", None)
    engine().sweeps = sweeps


def _say(key: str, finding: dict, flow) -> None:
    rt = runtime.get()
    rt.say_finding(key, finding)
    count = finding["count"]
    # The first of a kind at its sites is an event, and then each time its count has doubled.
    if count > 0 and count & (count - 1) == 0:
        rt.emit("finding", flow, {"key": key, **finding})
