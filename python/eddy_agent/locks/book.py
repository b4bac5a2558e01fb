"""book: every lock that was asked for, the tickets of each task, and the looks at what stands still."""

from __future__ import annotations

from .. import runtime, stacks
from ..findings import engine, since, worked
from ..findings import locks as kinds
from ..kept import Kept
from . import deadlock, orders
from .ticket import Lock, Ticket

max_tickets = 20_000
max_listed = 200
max_tickets_listed = 20


class Book:
    def __init__(self) -> None:
        #: By id of the program's lock.
        self.locks: dict = {}
        #: By serial of a flow: its tickets that are held, oldest first; and the one with which it waits.
        self.held: dict = {}
        self.waits: dict = {}
        #: Locks that somebody waits for, by serial.
        self.contended: dict = {}
        self.tickets = 0
        self.orders = orders.Orders()
        self.made_count = 0
        self.counts = {"acquired": 0, "released": 0, "gaveUp": 0}

    # --- what the hooks say

    def made(self, lock: object, kind: str, capacity: float, trace) -> Lock:
        self.made_count += 1
        key = id(lock)
        known = self.locks[key] = Lock(lock, kind, capacity, trace, lambda _ref: self.locks.pop(key, None))
        return known

    def known(self, lock: object) -> Lock | None:
        known = self.locks.get(id(lock))
        return known if known is not None and known.lock() is lock else None

    def asks(self, lock: Lock, flow) -> Ticket | None:
        ticket = self._ticket(lock, flow)
        if ticket is not None:
            lock.waits[ticket] = None
            self.waits[flow.serial] = ticket
            self.contended[lock.serial] = lock
            rt = runtime.get()
            if rt.listening:
                rt.emit("lock-waiting", flow, {"lock": lock.name, "waiting": len(lock.waits)})
        return ticket

    def granted(self, lock: Lock, flow) -> None:
        """To a flow that waited, or at once."""
        ticket = self.waits.get(flow.serial) if self.waits else None
        if ticket is not None and ticket.lock is lock:
            self._waits_no_more(ticket)
        else:
            ticket = self._ticket(lock, flow)
            if ticket is None:
                return
        ticket.state = "held"
        ticket.granted_at = worked()
        lock.holds.append(ticket)
        self.counts["acquired"] += 1
        rt = runtime.get()
        if rt.listening:
            waited = round(since(ticket.wanted_at) * 1000)
            rt.emit("lock-acquired", flow, {"lock": lock.name, "waitedMs": waited})
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
        rt = runtime.get()
        if rt.listening:
            rt.emit("lock-released", ticket.flow, {"lock": lock.name, "heldMs": round(since(ticket.granted_at) * 1000)})
        self._end(ticket)

    def _ticket(self, lock: Lock, flow) -> Ticket | None:
        if self.tickets >= max_tickets:
            runtime.get().drop("locks")
            return None
        self.tickets += 1
        return Ticket(lock, flow, stacks.Trace(3))

    def _waits_no_more(self, ticket: Ticket) -> None:
        lock = ticket.lock
        lock.waits.pop(ticket, None)
        if not lock.waits:
            self.contended.pop(lock.serial, None)
        if self.waits.get(ticket.flow.serial) is ticket:
            del self.waits[ticket.flow.serial]

    def _end(self, ticket: Ticket) -> None:
        if ticket.state == "gone":
            return
        self.tickets -= 1
        if ticket.state == "waiting":
            self._waits_no_more(ticket)
        else:
            _discard(ticket.lock.holds, ticket)
            mine = self.held.get(ticket.flow.serial)
            if mine is not None:
                _discard(mine, ticket)
                if not mine:
                    del self.held[ticket.flow.serial]
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
        now = worked()
        for mine in list(self.held.values()):
            for ticket in list(mine):
                if ticket.lock.lock() is None:
                    self._end(ticket)
                else:
                    self._look_at_hold(ticket, now, limits, last)
        for lock in list(self.contended.values()):
            first = next(iter(list(lock.waits)[:1]), None)
            # Dropped while it waited: no call of ours was passed.
            if first is not None and (lock.lock() is None or first.flow.ended):
                self._end(first)
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
        for ring in deadlock.rings(list(self.contended.values()), self.waits):
            alone = len({step[0].lock for step in ring}) == 1
            limit = limits["lockSelfWaitMs" if alone else "lockCycleMs"] / 1000
            if any(wait.told or now - wait.wanted_at < limit for wait, _hold in ring):
                continue
            for wait, hold in ring:
                wait.told += ("ring",)
                hold.told += ("ring",)
            if not alone:
                self.orders.told(ring)
            engine().look(kinds.self_wait if alone else kinds.cycle, ring)

    def listing(self) -> dict:
        known = list(self.locks.values())
        busy = [one for one in known if one.holds or one.waits]
        items = [describe(one) for one in [*busy, *(one for one in reversed(known) if not one.holds and not one.waits)][:max_listed]]
        summary = {**self.counts, "waiting": len(self.waits), "held": self.tickets - len(self.waits)}
        dropped = max(0, self.made_count - len(items))
        return {"total": self.made_count, "live": len(busy), "items": items, "dropped": dropped, "summary": summary}


def describe(lock: Lock) -> dict:
    holds, waits = list(lock.holds), list(lock.waits)
    told = {
        "id": lock.serial,
        "name": lock.name,
        "kind": lock.kind,
        "state": "held" if holds else "wanted" if waits else "free",
        "held": len(holds),
        "waiting": len(waits),
        "holders": [_describe(one, since(one.granted_at)) for one in holds[:max_tickets_listed]],
        "waiters": [_describe(one, since(one.wanted_at)) for one in waits[:max_tickets_listed]],
    }
    if 0 <= lock.capacity < 1e9:
        told["capacity"] = lock.capacity
    return told


def _describe(ticket: Ticket, seconds: float) -> dict:
    told = {"flow": ticket.flow.id, "flowName": ticket.flow.name, "forMs": round(seconds * 1000)}
    own = ticket.asked.own
    if own is not None:
        told["at"] = {"file": own.file, "line": own.line, "function": own.function}
    return told


def _discard(items: list, one: object) -> None:
    try:
        items.remove(one)
    except ValueError:
        pass


#: In a forked child what the parent held is not held here.
book = Kept(Book)
