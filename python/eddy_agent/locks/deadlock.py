"""
deadlock: tasks that wait for each other's locks and cannot go on. A task is stuck when everybody who holds what it waits for is
stuck too, or awaits a task that is.
"""

from __future__ import annotations


def rings(waiting: list) -> list:
    """Each a list of (wait, hold): the ticket that waits, and the one it waits for. Nothing is told twice."""
    stuck = {one.flow.live_task: one for one in waiting if one.flow.live_task is not None and _is_full(one.lock)}
    changed = True
    while changed:
        changed = False
        for task, wait in list(stuck.items()):
            if not all(_stuck_behind(hold.flow.live_task, stuck) is not None for hold in wait.lock.holds):
                del stuck[task]
                changed = True
    found = []
    while stuck:
        ring = _ring_from(next(iter(stuck)), stuck)
        for task in ring[1]:
            stuck.pop(task, None)
        if ring[0]:
            found.append(ring[0])
    return found


def _is_full(lock) -> bool:
    return lock.capacity >= 1 and not lock.handed_on and len(lock.holds) >= lock.capacity


def _ring_from(start: object, stuck: dict) -> tuple:
    """Walks from wait to holder until it meets itself. All that was walked over is explained by the ring."""
    order: list = []
    steps: list = []
    task = start
    while task is not None and task not in order:
        wait = stuck.get(task)
        if wait is None or not wait.lock.holds:
            return [], order
        order.append(task)
        hold = wait.lock.holds[0]
        steps.append((wait, hold))
        task = _stuck_behind(hold.flow.live_task, stuck)
    if task is None:
        return [], order
    waits_for_these = [one for one in stuck if one in order or _leads_to(one, stuck, order)]
    return steps[order.index(task) :], [*order, *waits_for_these]


def _leads_to(task: object, stuck: dict, order: list) -> bool:
    for _ in range(len(stuck)):
        wait = stuck.get(task)
        if wait is None or not wait.lock.holds:
            return False
        task = _stuck_behind(wait.lock.holds[0].flow.live_task, stuck)
        if task in order:
            return True
    return False


def _stuck_behind(task: object, stuck: dict, depth: int = 0) -> object:
    """The stuck task that this one is, or awaits; None where it can go on for all that is known."""
    if task is None or depth > 20:
        return None
    if task in stuck:
        return task
    waiter = getattr(task, "_fut_waiter", None)
    inner = [waiter] if hasattr(waiter, "get_coro") else getattr(waiter, "_children", ())
    for one in list(inner):
        if hasattr(one, "get_coro") and not one.done():
            found = _stuck_behind(one, stuck, depth + 1)
            if found is not None:
                return found
    return None
