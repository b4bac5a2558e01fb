"""book: every lock that was asked for, the tickets of each task, and the looks at what stands still."""

from __future__ import annotations

from .. import runtime, stacks
from ..findings import engine
from ..findings import locks as kinds
from ..native import monotonic
from . import deadlock, orders
from .ticket import Lock, Ticket

max_tickets = 20_000
max_listed = 200


class Book:
    def __init__(self) -> None:
        #: By id of the program's lock.
        self.locks: dict = {}
        #: By serial of a flow: its tickets that are held, oldest first; and the one with which it waits.
        self.held: dict = {}
        self.waits: dict = {}
        self.live: dict = {}
        self.orders = orders.Orders()
        self.counts = {"acquired": 0, "released": 0, "gaveUp": 0}

    # --- what the hooks say

    def made(self, lock: object, kind: str, capacity: float, trace) -> Lock:
        key = id(lock)
        known = self.locks[key] = Lock(lock, kind, capacity, trace, lambda _ref: self.locks.pop(key, None))
        return known

    def known(self, lock: object) -> Lock | None:
        known = self.locks.get(id(lock))
        return known if known is not None and known.lock() is lock else None

    def asks(self, lock: Lock, flow) -> Ticket | None:
        ticket = self._ticket(lock, flow)
        if ticket is not None:
            lock.waits.append(ticket)
            self.waits[flow.serial] = ticket
        return ticket

    def granted(self, lock: Lock, flow) -> None:
        """To a flow that waited, or at once."""
        ticket = self.waits.get(flow.serial) if self.waits else None
        if ticket is not None and ticket.lock is lock:
            del self.waits[flow.serial]
            _discard(lock.waits, ticket)
        else:
            ticket = self._ticket(lock, flow)
            if ticket is None:
                return
        ticket.state = "held"
        ticket.granted_at = monotonic()
        lock.holds.append(ticket)
        self.counts["acquired"] += 1
        mine = self.held.get(flow.serial)
        if mine is None:
            self.held[flow.serial] = [ticket]
            return
        for pair in self.orders.add(ticket, mine):
            engine().look(kinds.order, pair, 0.3)
        mine.append(ticket)

    def over(self, lock: object, flow) -> None:
        """The call ended; where the flow still waits by what is written here, it gave up."""
        ticket = self.waits.get(flow.serial)
        if ticket is not None and ticket.lock.lock() is lock:
            self.counts["gaveUp"] += 1
            self._end(ticket)

    def released(self, lock: Lock, flow) -> None:
        if not lock.holds:
            return
        ticket = lock.holds[0]
        if ticket.flow is not flow:
            ticket = next((one for one in reversed(lock.holds) if one.flow is flow), None)
        if ticket is None:
            ticket = lock.holds[0]
            lock.handed_on += 1
            if lock.capacity == 1:
                kinds.look_at_crossing(ticket, flow, stacks.Trace(2))
        self.counts["released"] += 1
        self._end(ticket)

    def _ticket(self, lock: Lock, flow) -> Ticket | None:
        if len(self.live) >= max_tickets:
            runtime.get().drop("locks")
            return None
        ticket = Ticket(lock, flow, stacks.Trace(3))
        self.live[ticket.id] = ticket
        return ticket

    def _end(self, ticket: Ticket) -> None:
        self.live.pop(ticket.id, None)
        serial = ticket.flow.serial
        if ticket.state == "waiting":
            _discard(ticket.lock.waits, ticket)
            if self.waits.get(serial) is ticket:
                del self.waits[serial]
        else:
            _discard(ticket.lock.holds, ticket)
            mine = self.held.get(serial)
            if mine is not None:
                _discard(mine, ticket)
                if not mine:
                    del self.held[serial]
        ticket.state = "gone"

    def explains(self, flow) -> bool:
        """Whether a finding tells of what this flow waits for, or holds."""
        wait = self.waits.get(flow.serial)
        if wait is not None and (wait.told or wait.is_behind_told()):
            return True
        return any(one.told for one in self.held.get(flow.serial) or ())

    # --- looks from the agent's thread

    def sweep(self, last: bool = False) -> None:
        if runtime.get().stopped:
            return
        limits = runtime.get().limits
        now = monotonic()
        for ticket in list(self.live.values()):
            if ticket.lock.lock() is None or (ticket.state == "waiting" and ticket.flow.ended):
                self._end(ticket)
            elif ticket.state == "held":
                self._look_at_hold(ticket, now, limits, last)
        self._look_at_rings(now, limits)

    def _look_at_hold(self, ticket: Ticket, now: float, limits: dict, last: bool) -> None:
        lock = ticket.lock
        if lock.capacity < 1 or lock.handed_on:
            return
        if ticket.flow.ended:
            if ticket.owner_ended_at is None:
                ticket.owner_ended_at = now
            grace = 0 if last else limits["leakGraceMs"] / 1000
            if now - ticket.owner_ended_at >= grace and "lock-leaked" not in ticket.told:
                ticket.told += ("lock-leaked",)
                engine().look(kinds.leaked, ticket)
        elif now - ticket.granted_at >= limits["lockHeldMs"] / 1000 and not ticket.told:
            ticket.told += ("lock-held-long",)
            engine().look(kinds.held_long, ticket)

    def _look_at_rings(self, now: float, limits: dict) -> None:
        waiting = [one for one in list(self.live.values()) if one.state == "waiting" and not one.told]
        if not waiting:
            return
        for ring in deadlock.rings(waiting):
            alone = len({step[0].lock for step in ring}) == 1
            limit = limits["lockSelfWaitMs" if alone else "lockCycleMs"] / 1000
            if any(now - wait.wanted_at < limit for wait, _hold in ring):
                continue
            for wait, hold in ring:
                wait.told += ("ring",)
                hold.told += ("ring",)
            if not alone:
                self.orders.told(ring)
            engine().look(kinds.self_wait if alone else kinds.cycle, ring)

    def listing(self) -> dict:
        known = [one for one in list(self.locks.values()) if one.holds or one.waits]
        items = [describe(one) for one in known[:max_listed]]
        total = len(self.locks)
        return {"total": total, "live": len(known), "items": items, "dropped": max(0, len(known) - len(items)), "summary": dict(self.counts)}


def describe(lock: Lock) -> dict:
    return {
        "name": lock.name,
        "capacity": lock.capacity,
        "holders": [{"flow": one.flow.id, "name": one.flow.name, "forMs": round((monotonic() - (one.granted_at or one.wanted_at)) * 1000)} for one in list(lock.holds)[:20]],
        "waiters": [{"flow": one.flow.id, "name": one.flow.name, "forMs": round((monotonic() - (one.granted_at or one.wanted_at)) * 1000)} for one in list(lock.waits)[:20]],
    }


def _discard(items: list, one: object) -> None:
    try:
        items.remove(one)
    except ValueError:
        pass


_book: Book | None = None


def book() -> Book:
    global _book
    if _book is None:
        _book = Book()
    return _book


def begin_again() -> None:
    """In a forked child: what the parent held is not held here."""
    global _book
    _book = None
