"""ticket: one task's wish for one lock: it waits, holds, and has let go."""

from __future__ import annotations

from ..findings import worked
from ..native import count, ref

_serials = count(1)


class Lock:
    """What is known of one lock of the program's. `capacity` 0: a semaphore that began at zero is a signal, and nobody's."""

    __slots__ = ("born", "capacity", "handed_on", "holds", "kind", "lock", "serial", "waits", "__weakref__")

    def __init__(self, lock: object, kind: str, capacity: float, born, gone) -> None:
        self.serial = next(_serials)
        self.lock = ref(lock, gone)
        self.kind = kind
        self.capacity = capacity
        self.born = born
        self.holds: list = []
        #: Tickets that wait, in their order; a dict, because there may be very many.
        self.waits: dict = {}
        #: How often another task than the holder released it: then holding tells nothing of who must release.
        self.handed_on = 0

    @property
    def name(self) -> str:
        own = None if self.born is None else self.born.own
        where = "" if own is None else f" ({own.file.rpartition('/')[2]}:{own.line})"
        return f"{self.kind} {self.serial}{where}"


class Ticket:
    """`state`: waiting, held, or gone."""

    __slots__ = ("asked", "flow", "granted_at", "lock", "owner_ended_at", "state", "told", "wanted_at")

    def __init__(self, lock: Lock, flow, asked) -> None:
        self.lock = lock
        self.flow = flow
        self.asked = asked
        self.state = "waiting"
        self.wanted_at = worked()
        self.granted_at = 0.0
        self.owner_ended_at = None
        #: Kinds of findings that tell of it.
        self.told: tuple = ()

    def is_behind_told(self) -> bool:
        """It waits for what a finding tells of."""
        return self.state == "waiting" and any(hold.told for hold in self.lock.holds)

    @property
    def title(self) -> str:
        return self.lock.name
