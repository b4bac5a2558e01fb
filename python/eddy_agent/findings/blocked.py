"""The kind of a loop that does not turn."""

from __future__ import annotations

from .looks import Evidence, Kind

error_seconds = 1.0


def _check(caught, now: float) -> Evidence:
    who = "" if caught.flow is None else f' in flow "{caught.flow.name}"'
    own = caught.trace.own
    where = "" if own is None or not own.function else f" by {own.function}()"
    return Evidence(
        f"The event loop did not turn for {caught.seconds * 1000:.0f} ms: it was blocked{where}{who}.",
        {"blocked": caught.trace.site(caught.flow)},
        [caught.flow],
        severity="error" if caught.seconds >= error_seconds else None,
    )


blocked = Kind(
    "loop-blocked",
    "warning",
    "Split the work into slices, use the asynchronous form of the call, or move it to a thread: asyncio.to_thread.",
    _check,
)
