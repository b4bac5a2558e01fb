"""
deadlock: tasks that wait for each other's locks and cannot go on. A lock is stuck when everybody who holds it waits for a stuck lock,
or awaits a task that does.
"""

from __future__ import annotations


def rings(contended: list, waits: dict) -> list:
    """Each a list of (wait, hold): the ticket that waits, and the one it waits for. `waits` is by serial of a flow."""
    stuck = {lock.serial: lock for lock in contended if _is_full(lock)}
    changed = True
    while changed and stuck:
        changed = False
        for lock in list(stuck.values()):
            if any(_wait_behind(hold.flow, stuck, waits) is None for hold in list(lock.holds)):
                del stuck[lock.serial]
                changed = True
    found = []
    while stuck:
        ring = _ring_from(next(iter(stuck.values())), stuck, waits)
        if ring:
            found.append(ring)
    return found


def _is_full(lock) -> bool:
    return lock.capacity >= 1 and not lock.handed_on and len(lock.holds) >= lock.capacity


def _ring_from(start, stuck: dict, waits: dict) -> list:
    """Walks from a lock to what its holder waits for until it meets itself. What was walked over is explained by the ring."""
    order: list = []
    steps: list = []
    lock = start
    while lock is not None and lock.serial in stuck:
        del stuck[lock.serial]
        order.append(lock)
        hold = next(iter(list(lock.holds)), None)
        wait = None if hold is None else _wait_behind(hold.flow, {**stuck, **{one.serial: one for one in order}}, waits)
        steps.append((wait, hold))
        lock = None if wait is None else wait.lock
    if lock is None or lock not in order:
        return []
    ring = steps[order.index(lock) :]
    # Each step has who holds a lock and what that one waits for; the hold of what it waits for is the next step's.
    return [(wait, ring[(at + 1) % len(ring)][1]) for at, (wait, _) in enumerate(ring)]


def _wait_behind(flow, stuck: dict, waits: dict, depth: int = 0) -> object:
    """The ticket with which this flow, or a task that it awaits, waits for a stuck lock; None where it can go on for all that is known."""
    wait = waits.get(flow.serial)
    if wait is not None and wait.lock.serial in stuck:
        return wait
    task = flow.live_task
    waiter = getattr(task, "_fut_waiter", None)
    inner = [waiter] if hasattr(waiter, "_eddy_flow") else getattr(waiter, "_children", ())
    if depth > 20:
        return None
    for one in list(inner):
        if hasattr(one, "_eddy_flow") and not one.done():
            found = _wait_behind(one._eddy_flow, stuck, waits, depth + 1)
            if found is not None:
                return found
    return None
