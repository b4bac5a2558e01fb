"""
blocked: a loop that does not turn, told from outside. Each turn counts up in the loop's own thread; the agent's thread looks at the
count and, where it stands still, at the frames. An idle loop is never woken. Who waits behind the blocking call is no cause.
"""

from __future__ import annotations

from . import imports, stacks
from .findings import awaiting, engine, stopped, worked
from .findings import blocked as kinds
from .loop_time import LoopTimes
from .native import get_ident, monotonic, ref, sys

max_loops = 100


class Beat:
    """Of one loop: `turns` is counted in its thread, all else belongs to the agent's."""

    __slots__ = ("busy_since", "caught", "loop", "native", "seen", "thread", "time", "turns", "waited")

    def __init__(self, loop: object, times: LoopTimes) -> None:
        self.loop = ref(loop)
        self.thread = get_ident()
        self.turns = 0
        self.native = _native_id()
        self.time = times.of(loop, self.thread, self.native)
        self.seen = -1
        self.busy_since = None
        #: What its thread had waited for a processor by then.
        self.waited = 0.0
        self.caught = None


class Caught:
    """A look at a blocked loop. `seconds` is 0 until it was told."""

    __slots__ = ("at", "flow", "seconds", "trace")

    def __init__(self, trace, flow, at: float) -> None:
        self.trace = trace
        self.flow = flow
        self.at = at
        self.seconds = 0.0


class Beats:
    def __init__(self, rt) -> None:
        self.rt = rt
        self.limit = rt.limits["loopBlockedMs"] / 1000
        self.beats: dict = {}
        self.times = LoopTimes(rt)
        #: Whether how busy a loop is can be told, too.
        self.is_measured = False
        self.longest = 0.0
        self._stopped = 0.0

    def turned(self, loop: object) -> None:
        """In the loop's thread, at the start of each turn."""
        beat = self.beats.get(id(loop))
        if beat is None or beat.loop() is not loop or beat.thread != get_ident():
            if len(self.beats) >= max_loops:
                self.beats.clear()
            beat = self.beats[id(loop)] = Beat(loop, self.times)
        beat.turns += 1
        # With nothing to run it waits now.
        beat.time.turned(not (loop._ready or loop._stopping), self.rt.stops)

    def waited(self, loop: object) -> None:
        """In the loop's thread, before it runs what is due."""
        beat = self.beats.get(id(loop))
        if beat is not None and beat.time.at[1]:
            beat.time.waited(loop, self.rt.stops)

    def begins(self, loop: object) -> None:
        """What was done since it ran last was not its own."""
        beat = self.beats.get(id(loop))
        if beat is not None and beat.loop() is loop:
            beat.time.begins(beat.loop)

    def figures(self) -> dict | None:
        """Of the main thread's loop, else of the first; None: there is none that is seen."""
        if not self.times.threads:
            return None
        return {**(self.times.read() if self.is_measured else {}), "longestBlockedMs": round(self.longest * 1000)}

    def clear(self) -> None:
        self.beats.clear()
        self.times.threads.clear()

    # --- in the agent's thread

    def look(self, last: bool = False) -> None:
        if not self.beats:
            return
        # Nobody looks while a debugger has it stopped: that is no time of the loop's.
        now = worked()
        # Nor is what it takes to stop and to let go, of which only the ends are known.
        was_stopped = self._stopped != stopped()
        self._stopped = stopped()
        frames = sys._current_frames()
        for beat in list(self.beats.values()):
            if was_stopped or _is_suspended(beat.thread):
                beat.busy_since = None
                # Nor its turn.
                beat.time.stops = -1
            if last or not _is_busy(beat, frames.get(beat.thread)):
                self._over(beat, now)
                beat.busy_since = None
            elif beat.turns != beat.seen or beat.busy_since is None:
                self._over(beat, now)
                beat.seen = beat.turns
                beat.busy_since = now
                beat.waited = _waited_for_cpu(beat)
            else:
                self._stands(beat, frames[beat.thread], now)

    def resting_turn(self, loop: object) -> int | None:
        """The turn in which it waits in its selector; None where it does not, or nothing is known."""
        beat = self.beats.get(id(loop))
        if beat is None or beat.loop() is not loop or _is_busy(beat, sys._current_frames().get(beat.thread)):
            return None
        return beat.turns

    def _stands(self, beat: Beat, frame: object, now: float) -> None:
        caught = beat.caught
        # Its first turn is the program's start: what is read and set up there is no matter.
        if caught is None and now - beat.busy_since >= self.limit and beat.turns > 1:
            # On a machine that is too busy the thread may only have waited for its turn.
            if now - beat.busy_since - (_waited_for_cpu(beat) - beat.waited) < self.limit:
                return
            beat.caught = Caught(stacks.Trace(0, frame), self._running(beat), beat.busy_since)
        elif caught is not None and caught.seconds == 0.0 and now - caught.at >= 1.0:
            self._tell(beat, now)

    def _over(self, beat: Beat, now: float) -> None:
        if beat.caught is not None and beat.caught.seconds == 0.0:
            self._tell(beat, now)
        beat.caught = None

    def _tell(self, beat: Beat, now: float) -> None:
        caught = beat.caught
        caught.seconds = now - caught.at
        self.longest = max(self.longest, caught.seconds)
        engine().look(kinds.blocked, caught)

    def _running(self, beat: Beat) -> object:
        loop = beat.loop()
        tasks = sys.modules.get("asyncio.tasks")
        try:
            task = tasks.current_task(loop)
        except Exception:
            return None
        return awaiting.flow_of(task)


def _is_busy(beat: Beat, frame: object) -> bool:
    loop = beat.loop()
    if frame is None or loop is None or not loop.is_running():
        return False
    # In its selector, or on the way into it.
    return frame.f_globals.get("__name__") != "selectors" or frame.f_code.co_name != "select"


def _is_suspended(thread: int) -> bool:
    """By debugpy, which keeps it for a moment after it was told to let it go."""
    known = getattr(sys.modules.get("threading"), "_active", {}).get(thread)
    return getattr(getattr(known, "additional_info", None), "pydev_state", 1) == 2


def _native_id() -> int:
    import _thread

    return getattr(_thread, "get_native_id", lambda: 0)()


def _waited_for_cpu(beat: Beat) -> float:
    """Seconds that the thread was ready and had no processor, ever; 0 where the system does not say."""
    try:
        with open(f"/proc/self/task/{beat.native}/schedstat", "rb") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def install(rt) -> None:
    imports.after("asyncio", lambda asyncio: _install(rt, asyncio))


def _install(rt, asyncio) -> None:
    from .insert import CannotInsert, insert

    beats = rt.part("blocked", lambda: Beats(rt))
    try:
        insert(asyncio.BaseEventLoop._run_once, ("self",), start=beats.turned)
    except CannotInsert as error:
        rt.note(f"A blocked loop is not seen: {error}.")
        return
    try:
        insert(asyncio.BaseEventLoop.run_forever, ("self",), start=beats.begins)
        insert(asyncio.selector_events.BaseSelectorEventLoop._process_events, ("self",), start=beats.waited)
        beats.is_measured = True
    except CannotInsert as error:
        rt.note(f"How busy and how late a loop is, is not seen: {error}.")
    engine().sweeps.append(beats.look)
    rt.gauge("loop", beats.figures)
    rt.after_fork(beats.clear)
