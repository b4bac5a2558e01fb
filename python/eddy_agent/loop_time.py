"""
loop_time: how busy and how late a loop is. Measured where it turns, by a look at the clock before it waits and one after; it is never
woken for it, and nothing is put into it. It must not know what a blocked loop is.
"""

from __future__ import annotations

from .native import getpid, monotonic, ref

max_threads = 100
#: A turn that is shorter is nobody's delay.
least_late = 0.001


class Window:
    """Since the state before, in seconds. `waits`: how long whatever became due waited, over all of the time: a mean when divided by it."""

    __slots__ = ("longest", "since", "waits")

    def __init__(self, since: float) -> None:
        self.since = since
        self.longest = 0.0
        self.waits = 0.0

    def add(self, late: float) -> None:
        self.waits += late * late / 2
        self.longest = max(self.longest, late)


class LoopTime:
    """Of the loops of one thread, one after the other. Written in it, but for `window`, which the agent's takes away."""

    __slots__ = ("at", "began", "loop", "lost", "native", "ran", "stops", "window", "worst")

    def __init__(self, rt, native: int) -> None:
        self.native = native
        self.loop = _none
        #: When it turned last, or began to wait; whether it waits; for how long it had waited in all. In one piece, for who reads it.
        self.at = (monotonic(), False, 0.0)
        #: When the loop began to run, and how long those before it ran.
        self.began = self.at[0]
        self.ran = 0.0
        #: Of that, time that was a debugger's.
        self.lost = 0.0
        self.stops = rt.stops
        self.worst = 0.0
        self.window = Window(self.began)

    # --- in the loop's thread

    def begins(self, loop) -> None:
        """`loop` gives it. What was done since the one before turned last is no loop's."""
        last, _, idle = self.at
        now = monotonic()
        self.ran += last - self.began
        self.loop, self.began, self.at = loop, now, (now, False, idle)

    def turned(self, rests: bool, stops: int) -> None:
        now = monotonic()
        last, _, idle = self.at
        late = now - last
        self.at = (now, rests, idle)
        if late > least_late and self._is_own(late, stops):
            self._was_late(late)

    def waited(self, loop: object, stops: int) -> None:
        """Now it runs what is due."""
        since, _, idle = self.at
        now = monotonic()
        if now - since > least_late:
            if not self._is_own(now - since, stops):
                since = now
            # Due while it waited: it was woken too late, for want of a processor or of Python's lock.
            elif loop._scheduled and since < loop._scheduled[0]._when < now - least_late:
                self._was_late(now - loop._scheduled[0]._when)
        self.at = (now, False, idle + now - since)

    def _is_own(self, seconds: float, stops: int) -> bool:
        if stops == self.stops:
            return True
        # Nobody knows how much of it was the debugger's.
        self.stops = stops
        self.lost += seconds
        return False

    def _was_late(self, late: float) -> None:
        self.window.add(late)
        self.worst = max(self.worst, late)

    # --- in the agent's

    def read(self, stops: int) -> dict:
        """Milliseconds, as the report's `system` has them."""
        now = monotonic()
        window, self.window = self.window, Window(now)
        last, rests, idle = self.at
        loop = self.loop()
        until = last
        if stops == self.stops and loop is not None and loop.is_running():
            until = max(now, last)
            if rests:
                idle += until - last
            elif until - last > least_late:
                # It has not turned yet: so late it is by now.
                window.add(until - last)
        passed = now - window.since
        return {
            "activeMs": _ms(self.ran + until - self.began - self.lost - idle),
            "idleMs": _ms(idle),
            **_cpu(self.native),
            "delay": {"meanMs": _ms(min(window.waits / passed, window.longest) if passed > 0 else 0.0), "maxMs": _ms(window.longest)},
            "worstDelayMs": _ms(max(self.worst, window.longest)),
        }


class LoopTimes:
    """Of all threads that have loops; told is that of the main thread, else of the first."""

    def __init__(self, rt) -> None:
        self.rt = rt
        self.threads: dict = {}

    def of(self, loop: object, thread: int, native: int) -> LoopTime:
        """In its thread. A loop that is new there has turned for no time yet."""
        time = self.threads.get(thread)
        if time is None or time.native != native:
            time = LoopTime(self.rt, native)
            if len(self.threads) < max_threads or thread in self.threads:
                self.threads[thread] = time
        time.begins(ref(loop))
        return time

    def read(self) -> dict:
        times = list(self.threads.values())
        # The main thread has the number of its process.
        time = next((one for one in times if one.native == getpid()), times[0] if times else None)
        return {} if time is None else time.read(self.rt.stops)


def _none() -> None:
    return None


def _ms(seconds: float) -> float:
    return round(max(0.0, seconds) * 1000, 3)


def _cpu(native: int) -> dict:
    try:
        with open(f"/proc/self/task/{native}/schedstat", "rb") as file:
            return {"cpuMs": _ms(int(file.read().split()[0]) / 1e9)}
    except (OSError, ValueError, IndexError):
        return {}
