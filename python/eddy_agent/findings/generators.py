"""The kind of an async generator that nobody closes. (One that holds a lock across tasks is with the locks.)"""

from __future__ import annotations

from .. import stacks
from .looks import Evidence, Kind


class Abandoned:
    """`place` is the (code, offset) of the yield at which it rests."""

    __slots__ = ("begun", "how", "name", "place")

    def __init__(self, name: str, how: str, place: tuple, begun) -> None:
        self.name = name
        self.how = how
        self.place = place
        self.begun = begun


def _check(one: Abandoned, now: float) -> Evidence | None:
    from ..scopes import book
    from . import lines

    code, lasti = one.place
    line, column = stacks.position_of(code, lasti)
    # A generator with nothing to clean up may be dropped: nothing is left behind.
    if not lines.is_guarded(code, line):
        return None
    if code in book.book().told_generators:
        return None
    begun = one.begun
    frame = stacks.Frame(code, line, column)
    flow = None if begun is None else begun.flow
    by = "" if flow is None else f', begun by flow "{flow.name}",'
    return Evidence(
        f"{one.name}(){by} {one.how} at a yield inside a block that cleans up: "
        "the loop closes it, in a task of its own and in its own time.",
        {
            "stepped": None if begun is None else begun.stepped.site(flow),
            "awaiting": stacks.site_of(frame, [frame], flow),
        },
        [flow],
    )


abandoned = Kind(
    "generator-abandoned",
    "warning",
    "Close it where you stop reading: async with contextlib.aclosing(stream()) does, with break too.",
    _check,
)
