"""
eddy_agent.probes: what a user asks to see at a line. debugpy gives the line, by a breakpoint whose condition calls `gate`; whether
the flow is meant, its condition, its counts, and what is told are decided here. It must not know how debugpy is driven from
outside: the hub does that.

Nothing of it is loaded before somebody asks for a probe.
"""

from __future__ import annotations

from ..native import get_ident, getframe, os, sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    # A program that sets no probes is not to find it loaded.
    from typing import Any, Dict, List

_probes: Any = None


def install(rt: Any) -> None:
    start = get_ident()
    rt.on_plan(lambda plan: _follow(rt, plan, start))
    for name in ("holds", "variables", "resume", "debugpy"):
        rt.on_order(name, lambda ask, name=name: _order(rt, name, ask))
    rt.part("orders", lambda: None).on_lost.append(_lost)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: _forked(rt))


def gate(number: int) -> bool:
    """What a breakpoint's condition calls. True: the thread stops here."""
    probes = _probes
    if probes is None:
        return False
    try:
        return probes.meet(number, getframe(1)) is True
    except Exception as error:
        probes._rt.trouble("a probe", error)
        return False


def threw() -> bool:
    """The same, where an error was raised."""
    probes = _probes
    if probes is None:
        return False
    try:
        return probes.meet_error(getframe(1)) is True
    except Exception as error:
        probes._rt.trouble("a probe of errors", error)
        return False


def work(name: str) -> bool:
    """What the hub has a stopped thread do. True: this was the thread."""
    return _probes is None or _probes.work(name)


def _follow(rt: Any, plan: Dict[str, Any], start: int) -> List[Dict[str, Any]]:
    if _probes is None and not plan.get("probes"):
        return []
    probes = _get(rt)
    bindings = probes.follow(plan)
    if get_ident() == start and not getattr(rt, "_probes_began", False):
        # Before the program's first line.
        rt._probes_began = True
        from .probes import bind_seconds

        probes.wait_until_set(bind_seconds)
        bindings = probes.bindings()
    return bindings


def _order(rt: Any, name: str, ask: Dict[str, Any]) -> Dict[str, Any]:
    if name == "debugpy" and "adopted" in ask:
        _get(rt)
    if _probes is None:
        if name == "holds":
            return {"holds": []}
        from ..orders import Refused

        raise Refused("unknown-id", "Nothing is stopped here.")
    return {"debugpy": _probes.heard, "holds": _probes.holds, "variables": _probes.variables, "resume": _probes.resume}[name](ask)


def _get(rt: Any) -> Any:
    global _probes
    if _probes is None:
        from .probes import Probes

        _probes = Probes(rt)
    return _probes


def _lost() -> None:
    if _probes is not None:
        _probes.let_everything_go("the hub is gone")


def _forked(rt: Any) -> None:
    if _probes is None:
        return
    with rt.guard("probes in a forked child"):
        from .probes import bind_seconds

        _probes.forked()
        _probes.follow(rt.options.plan or _probes._plan)
        _probes.wait_until_set(bind_seconds)


__all__ = ["gate", "install", "threw", "work"]

# `sys` is named in the conditions of breakpoints, which find us in its modules.
assert sys is not None
