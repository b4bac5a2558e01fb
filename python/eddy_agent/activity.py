"""
Where every flow is: the whole await chain of each task, and the stacks of what runs. It is read in the agent's thread, so also
while the program is stopped or its loop blocked. How long a task has waited for one future is known from looks now and then.
"""

from __future__ import annotations

from . import chains
from .native import monotonic, now_ms, ref, sys, wall
from .pace import Pace
from .stacks import Frame, kind_of, position_of

max_flows = 20_000
max_activations = 50_000
max_listed = 200
look_seconds = 1.0
#: Files of which a frame runs a loop.
_runners = ("asyncio/runners.py", "asyncio/base_events.py", "uvloop/__init__.py")
#: A look at more tasks than this would cost the program too much.
most_looked_at = 20_000


def install(rt) -> None:
    activity = rt.part("activity", lambda: Activity(rt))
    rt.on_order("activity", activity.answer)
    rt.on_order("explain", lambda ask: explain(ask))
    rt.section("activations", activity.listing)
    rt.every(look_seconds, activity.look)
    rt.at_end(activity.look)


class Activity:
    def __init__(self, rt) -> None:
        self.rt = rt
        #: By flow's serial: what it waited for at the last looks, weakly, and since which of them.
        self._seen: dict = {}
        #: When the last look began; monotonic.
        self._looked_at = 0.0
        self._main = _main_thread()

    def answer(self, ask: dict) -> dict:
        wanted = ask.get("flows")
        told = self.read(None if wanted is None else set(wanted), ask.get("leavesOnly") is True)
        del told["left"]
        return told

    def read(self, wanted=None, leaves_only: bool = False, most: int = max_activations) -> dict:
        """`left`: how many flows were not looked at, because there were enough lines already."""
        rt = self.rt
        running, threads = self._running()
        told: list = []
        count = left = 0
        pace = Pace(rt)
        live = list(rt.flows.live.values())
        for number, flow in enumerate(live):
            if len(told) >= max_flows or count >= most:
                left = len(live) - number
                break
            task = None
            if pace.step():
                running, threads = self._running()
            if wanted is not None and flow.id not in wanted:
                continue
            task = flow.live_task
            if task is not None and task.done():
                continue
            lines = []
            with rt.guard("activity"):
                lines = self._lines(flow, task, task is not None and id(task) in running, threads)
            count += len(lines)
            if leaves_only:
                lines = lines[-1:]
            told.append(self._describe(flow, lines))
        return {
            "target": rt.target,
            "at": now_ms(),
            "flows": told,
            "liveActivations": count,
            "cut": left > 0,
            "left": left,
        }

    def _running(self) -> tuple:
        """Ids of the tasks in the midst of a step, and the stacks of all threads, as they are now."""
        tasks = self.rt.part("tasks", lambda: None)
        running = {id(task) for task in tasks.running()} if tasks is not None else set()
        return running, chains.stacks_by_thread()

    def _describe(self, flow, lines: list) -> dict:
        told = {
            "id": flow.id,
            "name": flow.name,
            "kind": flow.kind,
            "state": lines[-1]["state"] if lines else "idle",
            "startedAt": flow.started,
            "holds": [str(getattr(one, "title", None) or "something") for one in flow.held],
            "sessions": sorted(flow.sessions),
            "activations": lines,
        }
        if flow.parent is not None:
            told["parent"] = flow.parent.id
        born = flow.born_at
        if born is not None:
            told["born"] = {"file": born["file"], "line": born["line"]}
        return told

    def _lines(self, flow, task, is_running: bool, threads: dict) -> list:
        if task is None and flow.thread is not None:
            return _numbered(flow, _users(self._served(threads.get(flow.thread, ()))), "running", None)
        if task is None:
            return [] if flow is not self.rt.flows.main else self._main_lines(flow, threads)
        frames = chains.spots_of(chains.coroutine_of(task))
        state, for_ms = "waiting", self._waited_ms(flow, task)
        if is_running:
            stack = _stack_with(frames, threads)
            if stack is not None:
                state, for_ms, frames = "running", None, stack
        return _numbered(flow, _users(frames), state, for_ms)

    def _served(self, stack) -> list:
        """What a server called for the request, outermost first."""
        served = self.rt.part("served", lambda: None)
        callers = () if served is None else served.callers
        inside = []
        for frame in stack:
            if id(frame.code) in callers:
                break
            inside.append(frame)
        return list(reversed(inside))

    def _main_lines(self, flow, threads: dict) -> list:
        """Of the main thread, where it runs no task."""
        frames = list(reversed(threads.get(self._main, ())))
        runner = next((at for at, frame in enumerate(frames) if frame.code.co_filename.endswith(_runners)), None)
        if runner is not None:
            # Who started the loop waits for it; what the loop runs is told with its flow.
            return _numbered(flow, _users(frames[:runner]), "waiting", None)
        return _numbered(flow, _users(frames), "running", None)

    # --- since when

    def look(self) -> None:
        """Keeps what each task waits for, and since when it was seen to."""
        tasks = self.rt.part("tasks", lambda: None)
        if tasks is None:
            return
        if len(self.rt.flows.live) > most_looked_at:
            self._seen = {}
            return
        self._looked_at = monotonic()
        seen = {}
        pace = Pace(self.rt)
        for flow in list(self.rt.flows.live.values()):
            waiter = _waited_for(flow.live_task)
            if waiter is not None:
                before = self._seen.get(flow.serial)
                with self.rt.guard("look"):
                    seen[flow.serial] = before if before is not None and before[0]() is waiter else (ref(waiter), monotonic())
            waiter = None
            pace.step()
        self._seen = seen

    def _waited_ms(self, flow, task) -> int | None:
        """For at least so long; None: no two looks have seen it so. Of one that never ran, since it was made."""
        if not chains.has_begun(chains.coroutine_of(task)):
            return max(0, int((wall() - flow.started_at) * 1000)) or None
        before = self._seen.get(flow.serial)
        waiter = _waited_for(task)
        if before is None or waiter is None or before[1] >= self._looked_at or before[0]() is not waiter:
            return None
        return int((monotonic() - before[1]) * 1000)

    def waits_at(self, flow) -> dict | None:
        """A site, for findings: the innermost line in the user's code where the flow's task waits."""
        task = flow.live_task
        if task is None:
            return None
        frames = chains.spots_of(chains.coroutine_of(task))
        users = _users(frames)
        if not users:
            return None
        site = _frame(users[-1]).place()
        site["flow"] = flow.id
        site["stack"] = [_text(frame) for frame in reversed(frames)][:16]
        return site

    def listing(self) -> dict:
        """As many as are listed are read; of each flow beyond, one line at least is counted."""
        read = self.read(most=max_listed)
        lines = [{"flow": one["id"], **line} for one in read["flows"] for line in one["activations"]]
        total = len(lines) + read["left"]
        lines = lines[:max_listed]
        return {"total": total, "live": total, "items": lines, "dropped": total - len(lines)}


def _waited_for(task):
    """The future, which is another one whenever the task has gone on. None where that cannot be known."""
    return None if task is None or task.done() else getattr(task, "_fut_waiter", None)


def _frame(spot) -> Frame:
    return Frame(spot.code, *position_of(spot.code, spot.lasti))


def _text(spot) -> str:
    one = _frame(spot)
    return f"{one.function or '<module>'} ({one.file}:{one.line}:{one.column})"


def _users(frames: list) -> list:
    """The user's; where there are none, packages'; then any."""
    for kinds in (("user",), ("package",), ("python",)):
        found = [frame for frame in frames if kind_of(frame.code.co_filename) in kinds]
        if found:
            return found
    return []


def _stack_with(frames: list, threads: dict):
    """Of a task that runs: the stack of its thread from its outermost frame on, outermost first."""
    for stack in threads.values():
        for number, frame in enumerate(stack):
            if frames and frame.key == frames[0].key:
                return list(reversed(stack[: number + 1]))
    return None


def _numbered(flow, frames: list, state: str, for_ms: int | None) -> list:
    lines = []
    for number, frame in enumerate(frames):
        one = _frame(frame)
        is_async = bool(frame.code.co_flags & 0x380)
        line = {
            **one.place(),
            "async": is_async,
            "id": flow.serial * 1000 + number,
            "state": state if number == len(frames) - 1 or state == "waiting" else "waiting" if is_async else state,
        }
        if for_ms is not None:
            line["forMs"] = for_ms
        if number:
            line["caller"] = flow.serial * 1000 + number - 1
        lines.append(line)
    return lines


def _main_thread() -> int:
    threading = sys.modules.get("threading")
    if threading is not None:
        return threading.main_thread().ident
    from .native import get_ident

    return get_ident()


def explain(ask: dict) -> dict:
    why = "It is Python: no code is changed there; a line can have a breakpoint of debugpy's."
    return {"file": ask.get("file", ""), "line": ask.get("line", 0), "gated": False, "why": why, "places": [], "near": []}


