"""
eddy_agent.probes: what a user asks to see at a line. debugpy gives the line, by a breakpoint whose condition calls `gate`; whether
the flow is meant, its condition, its counts, and what is told are decided here. It must not know how debugpy is driven from
outside: the hub does that.

Nothing of it is loaded before somebody asks for a probe.
"""

from __future__ import annotations

from .. import threads
from ..native import getframe, new_lock, os

TYPE_CHECKING = False
if TYPE_CHECKING:
    # A program that sets no probes is not to find it loaded.
    from typing import Any, Dict, List

_probes: Any = None
_making = new_lock()


def install(rt: Any) -> None:
    for name in ("holds", "variables", "resume", "debugpy"):
        rt.on_order(name, lambda ask, name=name: _order(rt, name, ask))
    rt.part("orders", lambda: None).on_lost.append(_lost)
    rt.after_fork(_unlock)
    # Last: where there is a plan already it is followed here, and what it needs asks for the orders above.
    rt.on_plan(lambda plan: _follow(rt, plan))


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


def meet_error() -> bool:
    """What the hub has a thread call that is stopped for an error. True: it stays so."""
    probes = _probes
    if probes is None:
        return False
    try:
        return probes.meet_error() is True
    except Exception as error:
        probes._rt.trouble("a probe", error)
        return False


def work(name: str) -> bool:
    """What the hub has a stopped thread do. True: this was the thread."""
    return _probes is None or _probes.work(name)


def _follow(rt: Any, plan: Dict[str, Any]) -> List[Dict[str, Any]]:
    if _probes is None and not plan.get("probes"):
        return []
    return _get(rt).follow(plan)


def _order(rt: Any, name: str, ask: Dict[str, Any]) -> Dict[str, Any]:
    if name == "debugpy" and "adopted" in ask:
        _get(rt)
    if _probes is None:
        if name == "holds":
            return {"holds": []}
        from ..orders import Refused

        raise Refused("unknown-id", "Nothing is stopped here.")
    return _probes.order(name, ask)


def _get(rt: Any) -> Any:
    """Asked for by the start, which has a plan, and by the reader, which hears one: whoever comes first makes it."""
    global _probes
    if _probes is not None:
        return _probes
    threads.load_threading()
    from .probes import Probes

    with _making:
        if _probes is None:
            made = Probes(rt)
            # Before the child has a line of its own: what comes over it finds a clean house.
            rt.after_fork(made.forked)
            if hasattr(os, "register_at_fork"):
                # After `threading` has done the same: it forgets then what threads there are.
                os.register_at_fork(after_in_child=lambda: _forked(rt))
            _probes = made
    return _probes


def _unlock() -> None:
    """In a forked child, where nobody is left who could."""
    global _making
    _making = new_lock()


def _lost() -> None:
    if _probes is not None:
        _probes.let_everything_go("the hub is gone")


def _forked(rt: Any) -> None:
    if _probes is None:
        return
    with rt.guard("probes in a forked child"):
        from .probes import bind_seconds

        _probes.follow(rt.options.plan or _probes._plan)
        _probes.wait_until_set(bind_seconds)


__all__ = ["gate", "install", "meet_error", "work"]
