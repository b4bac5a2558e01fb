"""watches: the calls put into the locks of asyncio and anyio, 3.x and 4.x."""

from __future__ import annotations

from .. import flows, stacks
from ..insert import CannotInsert, insert
from ..native import sys
from .book import book


def install_asyncio(rt) -> None:
    module = sys.modules.get("asyncio.locks")
    for kind in ("Lock", "Semaphore"):
        own = getattr(module, kind, None)
        _watch(rt, f"asyncio's {kind}", own, "__init__", ("self",), start=_made)
        asks = _asks_lock if kind == "Lock" else _asks_semaphore
        _watch(rt, f"asyncio's {kind}", own, "acquire", ("self",), start=asks, returns=_granted, end=_over)
        _watch(rt, f"asyncio's {kind}", own, "release", ("self",), start=_released)


def install_anyio(rt, module) -> None:
    for kind in ("Lock", "Semaphore"):
        _watch_anyio(rt, getattr(module, kind, None), kind)


def install_backend(rt, module) -> None:
    for kind in ("Lock", "Semaphore"):
        # Of 4.x; in 3.x they were no matter of the backend.
        if hasattr(module, kind):
            _watch_anyio(rt, getattr(module, kind), kind)
    own = getattr(module, "CapacityLimiter", None)
    what = "anyio's CapacityLimiter"
    _watch(rt, what, own, "__init__", ("self",), start=_made)
    _watch(rt, what, own, "acquire_on_behalf_of", ("self", "borrower"), start=_borrows, returns=_granted_wish, end=_over)
    _watch(rt, what, own, "acquire_on_behalf_of_nowait", ("self",), returns=_granted_wish)
    _watch(rt, what, own, "release_on_behalf_of", ("self",), start=_released)


def _watch_anyio(rt, own, kind: str) -> None:
    what = f"anyio's {kind}"
    _watch(rt, what, own, "__init__", ("self",), start=_made)
    _watch(rt, what, own, "acquire", ("self",), start=_asks, returns=_granted_wish, end=_over)
    _watch(rt, what, own, "acquire_nowait", ("self",), returns=_granted)
    _watch(rt, what, own, "release", ("self",), start=_released)


def _watch(rt, what: str, own, name: str, names: tuple, **hooks) -> None:
    # What a class inherits, or only stands for, is watched elsewhere.
    function = vars(own).get(name) if isinstance(own, type) else None
    if function is None:
        return
    try:
        insert(function, names, **hooks)
    except CannotInsert as error:
        if name == "__init__":
            return  # Only where it was made is not known then.
        rt.note(f"{what} is not fully watched: {error}.")


def _flow() -> object:
    """Of the task that runs here; None outside of one."""
    flow = flows.current()
    return None if flow.task is None else flow


def _made(own) -> None:
    # What it can hold is not known yet: that is read when it is first asked for.
    book().made(own, type(own).__name__, -1, stacks.Trace(2, most=8))


def _known(own):
    known = book().known(own)
    if known is None:
        known = book().made(own, type(own).__name__, -1, None)
    if known.capacity < 0:
        known.capacity = _capacity(own)
    return known


def _capacity(own) -> float:
    for name in ("_value", "total_tokens"):
        value = getattr(own, name, None)
        if isinstance(value, (int, float)):
            return value
    return 1


def _asks_lock(own) -> None:
    known = _known(own)
    if own._locked or own._waiters:
        _wait(known)


def _asks_semaphore(own) -> None:
    known = _known(own)
    if own._value <= 0 or own._waiters:
        _wait(known)


def _asks(own) -> None:
    _wait(_known(own))


def _wait(known) -> None:
    flow = _flow()
    if flow is not None:
        book().asks(known, flow)


def _borrows(own, borrower) -> None:
    # On behalf of something else than a task: nobody can say who gives it back.
    flow = _flow()
    if flow is not None and borrower is flow.live_task:
        _asks(own)


def _granted(own, *_more) -> None:
    flow = _flow()
    if flow is not None:
        book().granted(_known(own), flow)


def _granted_wish(own, *_more) -> None:
    """Only to a flow that asked before: of others nobody knows who gives it back."""
    flow = _flow()
    if flow is not None:
        ticket = book().waits.get(flow.serial)
        if ticket is not None and ticket.lock.lock() is own:
            book().granted(ticket.lock, flow)


def _over(own, *_more) -> None:
    if book().waits:
        flow = _flow()
        if flow is not None:
            book().over(own, flow)


def _released(own) -> None:
    known = book().known(own)
    flow = _flow()
    if known is not None and flow is not None:
        book().released(known, flow)
