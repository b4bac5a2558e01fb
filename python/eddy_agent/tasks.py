"""
Tasks of asyncio. `asyncio.Task` becomes a class below the one that it was, so that every task is seen however it is made: by a
loop of any kind, by a task factory of the program's own (which is left alone), eagerly. A task knows its flow; nothing is added
to its callbacks, and no frame of ours lies below the program's code.
"""

from __future__ import annotations

from .cancels import Cancels
from .native import ref, wall
from .outcomes import text_of
from .pace import Pace

max_listed = 500
max_ended = 200
_outcomes = {"FINISHED": "done", "CANCELLED": "cancelled"}


class Tasks:
    """Every task of this process: the live ones by their flow, the newest ended ones, and counts."""

    def __init__(self, rt, asyncio) -> None:
        self.rt = rt
        self.asyncio = asyncio
        self.counts = {"done": 0, "failed": 0, "cancelled": 0, "closed": 0}
        self.slow_seconds = rt.limits["taskSlowMs"] / 1000
        self.cancels = Cancels(rt)
        self.types = ()
        rt.section("tasks", self.listing)
        rt.after_fork(self._begin_again)

    def _begin_again(self) -> None:
        self.counts = {"done": 0, "failed": 0, "cancelled": 0, "closed": 0}
        self.rt.section("tasks", self.listing)

    # --- in the program's threads

    def begun(self, flow) -> None:
        self.rt.flows.begun(flow)
        if self.rt.listening and flow.kind == "task":
            parent = flow.parent
            self.rt.emit("task-created", flow, {"name": flow, "parent": None if parent is None else parent.id})

    def settled(self, flow, task) -> None:
        """The task is done, or was dropped before. Called once or more."""
        if flow._ended is not None:
            return
        if flow._name is None:
            flow._name = task.get_name()
        error = task._exception
        if error is None:
            outcome = _outcomes.get(task._state, "closed")
        else:
            outcome = "failed"
            flow.error = text_of(error)
        rt = self.rt
        if flow.kind == "task":
            self.counts[outcome] += 1
            if rt.listening:
                age = int((wall() - flow.started_at) * 1000)
                told = {"name": flow, "state": outcome, "ageMs": age, "error": flow.error}
                rt.emit("task-ended", flow, told)
        rt.flows.end(flow, outcome)

    def flow_of(self, task):
        """Of a task of any kind; of one that was there before us, a flow is made now."""
        flow = getattr(task, "_eddy_flow", None)
        if flow is not None or not isinstance(task, self.types):
            return flow
        known = self.rt.part("adopted tasks", dict)
        flow = known.get(id(task))
        if flow is None or flow.task() is not task:
            registry = self.rt.flows
            flow = known[id(task)] = registry.start("task", None, registry.main, None, None, ref(task))
            registry.tasks += 1
            registry.kinds["task"] -= 1
            self.begun(flow)
        return flow

    # --- in the agent's thread

    def sweep(self) -> None:
        """Ends the flows of tasks that are done while somebody still has them."""
        pace = Pace(self.rt)
        for number, flow in enumerate(list(self.rt.flows.live.values())):
            if flow.task is not None:
                task = flow.task()
                if task is not None and task.done():
                    self.settled(flow, task)
                del task
            if number % 100 == 99:
                pace.step()

    def live(self, part=None) -> list:
        """(flow, task) of all that are pending, oldest first. To be let go soon: who has a task last, ends it in its own thread."""
        pairs = []
        for flow in list(self.rt.flows.live.values()) if part is None else part:
            if flow.task is not None:
                task = flow.task()
                # One that is being made just now has no coroutine yet, and must not be asked for anything.
                if task is not None and getattr(task, "_coro", None) is not None and not task.done():
                    pairs.append((flow, task))
        return pairs

    def listing(self) -> dict:
        self.sweep()
        created = self.rt.flows.tasks
        ended = [flow for flow in self.rt.flows.ended if flow.kind == "task"]
        # Those that were done were ended just now.
        live = [flow for flow in list(self.rt.flows.live.values()) if flow.kind == "task"]
        running = {id(task) for task in self.running()}
        items: list = []
        pace = Pace(self.rt)
        for flow in live[:max_listed]:
            items.append(self.info(flow, "running" if _id_of(flow) in running else "waiting"))
            pace.step()
        for flow in ended[: -max_ended - 1 : -1]:
            items.append(self.info(flow, flow.outcome))
            pace.step()
        return {
            "total": created,
            "live": len(live),
            "items": items,
            "dropped": max(0, created - len(items)),
            "summary": {"running": len(running), "waiting": len(live) - len(running), **{state: number for state, number in self.counts.items() if number or state != "closed"}},
        }

    def running(self) -> list:
        """Tasks that are in the midst of a step, one a loop at most."""
        current = getattr(self.asyncio.tasks, "_current_tasks", None)
        if current is not None:
            return list(dict(current).values())
        found = []
        for _, task in self.live():
            try:
                if self.asyncio.current_task(task.get_loop()) is task:
                    found.append(task)
            except Exception:
                continue
        return found

    def info(self, flow, state: str) -> dict:
        age = (flow._ended or wall()) - flow.started_at
        told = {
            "id": flow.id,
            "name": flow.name,
            "state": state,
            "started": flow.started,
            "ageMs": max(0, int(age * 1000)),
            "slow": flow.ended_at is None and age >= self.slow_seconds,
        }
        if flow.parent is not None:
            told["parent"] = flow.parent.id
        if flow.ended_at is not None:
            told["ended"] = flow.ended_at
        born = flow.born_at
        if born is not None:
            told["created"] = born
        if flow.cancel is not None:
            told["cancel"] = flow.cancel.told()
        if flow.error is not None:
            told["error"] = flow.error
        return told


def _id_of(flow) -> int:
    return id(flow.live_task)
