"""The kinds of locks, and of a generator that holds one."""

from __future__ import annotations

from .. import stacks
from . import engine
from .looks import Evidence, Kind


def _names(tickets: list) -> str:
    return ", ".join(dict.fromkeys(f'"{one.flow.name}"' for one in tickets[:3]))


def _check_held_long(hold, now: float) -> Evidence | None:
    if hold.state != "held" or hold.flow.ended:
        return None
    waiters = list(hold.lock.waits)
    waiting = f"{len(waiters)} wait for it ({_names(waiters)})" if waiters else "nobody waits for it"
    first = waiters[0] if waiters else None
    return Evidence(
        f'{hold.lock.name} has been held for {now - hold.granted_at:.1f} s by flow "{hold.flow.name}"; {waiting}.',
        {"holds": hold.asked.site(hold.flow), "waits": None if first is None else first.asked.site(first.flow)},
        [hold.flow, None if first is None else first.flow],
    )


def _check_leaked(hold, now: float) -> Evidence | None:
    if hold.state != "held":
        return None
    waiters = list(hold.lock.waits)
    waiting = f" {len(waiters)} wait for it." if waiters else ""
    first = waiters[0] if waiters else None
    return Evidence(
        f'{hold.lock.name} was taken by flow "{hold.flow.name}", which has ended without releasing it.{waiting}',
        {"holds": hold.asked.site(hold.flow), "waits": None if first is None else first.asked.site(first.flow)},
        [hold.flow, None if first is None else first.flow],
    )


def _check_self_wait(ring: list, now: float) -> Evidence | None:
    wait, hold = ring[0]
    if wait.state != "waiting":
        return None
    who = "which it holds itself" if len(ring) == 1 else f"whose {hold.lock.capacity} permits are all held by flows that wait for it too"
    return Evidence(
        f'Flow "{wait.flow.name}" waits for {wait.lock.name}, {who}, for {now - wait.wanted_at:.1f} s.',
        {"holds": hold.asked.site(hold.flow), "waits": wait.asked.site(wait.flow)},
        [one.flow for one, _ in ring],
    )


def _check_cycle(ring: list, now: float) -> Evidence | None:
    if any(wait.state != "waiting" for wait, _ in ring):
        return None
    # Each step's wait keeps the hold that the step before it waits for; begun at the same place each time.
    steps = [(wait, ring[at - 1][1]) for at, (wait, _) in enumerate(ring)]
    placed = [(wait, hold, hold.asked.site(hold.flow)) for wait, hold in steps]
    start = min(range(len(placed)), key=lambda at: _place(placed[at][2]))
    ordered = [*placed[start:], *placed[:start]]
    words = [f'flow "{wait.flow.name}" holds {hold.lock.name} and waits for {wait.lock.name}' for wait, hold, _ in ordered]
    more = f"; and {len(words) - 4} more" if len(words) > 4 else ""
    one, other = ordered[0], ordered[1]
    return Evidence(
        f"{_capital('; '.join(words[:4]))}{more}: none of them can go on.",
        {
            "holds": one[2],
            "waits": one[0].asked.site(one[0].flow),
            "first": other[2],
            "second": other[0].asked.site(other[0].flow),
        },
        [wait.flow for wait, _, _ in ordered],
    )


def _place(site: dict | None) -> tuple:
    return ("", 0, 0) if site is None else (site["file"], site["line"], site["column"])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _check_order(pair, now: float) -> Evidence | None:
    first, second = pair.first, pair.second
    if pair.orders.is_told(pair.key):
        return None
    return Evidence(
        f'Flow "{first.flow.name}" took {first.taken} while it held {first.held}; '
        f'flow "{second.flow.name}" took {second.taken} while it held {second.held}.',
        {"first": first.taken_at.site(first.flow), "second": second.taken_at.site(second.flow)},
        [first.flow, second.flow],
    )


class Crossing:
    """A lock that a generator took in one task and let go of in another."""

    __slots__ = ("called", "caller", "hold", "name")

    def __init__(self, hold, caller, called, name: str) -> None:
        self.hold = hold
        self.caller = caller
        self.called = called
        self.name = name


def look_at_crossing(hold, caller, trace) -> None:
    """Only where the generator that took it is the one that releases it."""
    inside = {code for code in trace._taken[::2] if code.co_flags & 0x220 and not code.co_flags & 0x100}
    for code in hold.asked._taken[::2]:
        if code in inside and stacks.kind_of(code.co_filename) == "user":
            engine().look(generator_crossed, Crossing(hold, caller, trace, code.co_name))
            return


def _check_crossed(one: Crossing, now: float) -> Evidence:
    hold = one.hold
    return Evidence(
        f'{one.name}() took {hold.lock.name} when flow "{hold.flow.name}" stepped it, and released it when flow "{one.caller.name}" did.',
        {"stepped": hold.asked.site(hold.flow), "called": one.called.site(one.caller)},
        [hold.flow, one.caller],
    )


held_long = Kind(
    "lock-held-long",
    "warning",
    "Hold the lock for the shared step only, and put a deadline on what is awaited while it is held.",
    _check_held_long,
)
leaked = Kind("lock-leaked", "error", "Release in a finally block, or use async with.", _check_leaked)
self_wait = Kind(
    "lock-self-wait",
    "error",
    "Do not take the lock again where it is held: split off the inner part that needs no lock.",
    _check_self_wait,
)
cycle = Kind(
    "lock-cycle",
    "error",
    "Take the locks in the same order everywhere, or take one lock that stands for both.",
    _check_cycle,
)
order = Kind(
    "lock-order",
    "potential",
    "Take the two locks in one order everywhere; where both orders run at the same moment, neither goes on.",
    _check_order,
)
generator_crossed = Kind(
    "generator-crossed",
    "error",
    "Step and close the generator in the task that started it; let one task read it and hand the values over by a queue.",
    _check_crossed,
)
