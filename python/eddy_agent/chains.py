"""What a coroutine awaits, and what that awaits, down to the last: without running anything of it."""

from __future__ import annotations

import gc

from .native import sys

most_links = 200


def coroutine_of(task):
    """None while it is being made: `get_coro()` of such a one ends the process, up to Python 3.11."""
    return getattr(task, "_coro", None)


def has_begun(coroutine) -> bool:
    """Whether any of it ever ran."""
    suspended = getattr(coroutine, "cr_suspended", None)
    if suspended is not None:
        return suspended or coroutine.cr_running or coroutine.cr_frame is None
    # Before Python 3.11; also of what is no coroutine proper.
    frame = getattr(coroutine, "cr_frame", None)
    return frame is None or frame.f_lasti >= 0


def links(awaitable) -> list:
    """(object, frame or None) of each link, outermost first. A link without a frame is no Python code: a future, say."""
    found: list = []
    seen = set()
    at = awaitable
    while at is not None and id(at) not in seen and len(found) < most_links:
        seen.add(id(at))
        frame, after = _step(at)
        if frame is None and after is None:
            inner = _inside(at)
            if inner is None:
                found.append((at, None))
                break
            at = inner
            continue
        found.append((at, frame))
        at = after
    return found


def _step(at):
    """
    Its frame, and what it waits for now. Python up to 3.12 reads freed memory where it is asked what a running one awaits, so
    each expression looks first: between its two readings no other thread can run.
    """
    kind = type(at)
    if kind is _coroutine or hasattr(at, "cr_frame"):
        return at.cr_frame, None if at.cr_running else at.cr_await
    if kind is _async_generator or hasattr(at, "ag_frame"):
        # Its `ag_running` means another thing. A frame that is suspended is called by none.
        frame = at.ag_frame
        return frame, None if frame is None or frame.f_back is not None else at.ag_await
    if hasattr(at, "gi_frame"):
        return at.gi_frame, None if at.gi_running else at.gi_yieldfrom
    return None, None


def _inside(at):
    """Of Python's own wrappers (an await of a coroutine's `__await__`, one step of an async generator) what they wrap."""
    if type(at).__name__ not in _wrappers:
        return None
    for one in gc.get_referents(at):
        if hasattr(one, "cr_frame") or hasattr(one, "ag_frame") or hasattr(one, "gi_frame"):
            return one
    return None


_wrappers = {"coroutine_wrapper", "async_generator_asend", "async_generator_athrow", "anext_awaitable", "async_generator_aclose"}


async def _one():
    pass


async def _some():
    yield


_made = _one()
_made.close()
_coroutine = type(_made)
_async_generator = type(_some())


def waited_for(awaitable):
    """The last link, where it is no code: the future that everything above it waits for; None otherwise."""
    found = links(awaitable)
    return found[-1][0] if found and found[-1][1] is None else None


def innermost(awaitable):
    """The frame that waits."""
    for _, frame in reversed(links(awaitable)):
        if frame is not None:
            return frame
    return None


class Spot:
    """Where a frame stands, without the frame: who keeps one keeps what the program has in it, and may be the last to let it go."""

    __slots__ = ("code", "key", "lasti")

    def __init__(self, frame) -> None:
        self.key = id(frame)
        self.code = frame.f_code
        self.lasti = frame.f_lasti


def spots_of(awaitable) -> list:
    """Of each link that is code, outermost first."""
    return [Spot(frame) for _, frame in links(awaitable) if frame is not None]


def stacks_by_thread() -> dict:
    """Spots of each thread, innermost first."""
    told = {}
    for ident, frame in sys._current_frames().items():
        spots = []
        while frame is not None and len(spots) < 500:
            spots.append(Spot(frame))
            frame = frame.f_back
        told[ident] = spots
    return told
