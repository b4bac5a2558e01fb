"""Flows of this process: which live, which ended lately, which sessions there are."""

from __future__ import annotations

from . import flows
from .flows import Flow, max_listed, serials
from .matching import matches
from .native import deque, wall
from .pace import Pace

max_ended = 200
_history = 500


class Registry:
    """One a process; a forked child has its own."""

    def __init__(self, rt) -> None:
        self.rt = rt
        self.target = rt.target
        self.live: dict = {}
        self.ended: deque = deque(maxlen=_history)
        self.kinds: dict = {}
        #: Flows of tasks that there ever were.
        self.tasks = 0
        #: Sessions of the plan that match by something; those of every flow are in `everyone`.
        self.matching: list = []
        self.everyone: frozenset = frozenset()
        #: Asked for when a flow of a task begins to hold something: its end is then told at once.
        self.watch_end = lambda flow: None
        #: Two tasks may have one context: then it does not tell which of them runs.
        self.is_shared = False
        #: Gives the flow of the task that runs here, where the context alone does not tell. Filled with asyncio.
        self.of_current_task = None
        self.main = self.start("main", "main program", None)

    def start(self, kind, name, parent, born=None, origin=None, task=None) -> Flow:
        serial = next(serials)
        flow = Flow(self.rt.target, serial, kind, name, parent, wall(), born, task)
        if origin is not None:
            flow.origin = origin
        self.live[serial] = flow
        kinds = self.kinds
        kinds[kind] = kinds.get(kind, 0) + 1
        return flow

    def begun(self, flow: Flow) -> None:
        """It has its name: sessions are matched and listeners told. Not called where there are neither."""
        if self.matching:
            self.bind(flow)
        if self.rt.listening:
            parent = flow.parent
            told = {"kind": flow.kind, "name": flow, "parent": None if parent is None else parent.id}
            self.rt.emit("flow-started", flow, told)

    def end(self, flow: Flow, outcome: str) -> None:
        """Once; later calls do nothing. What it still holds is told."""
        if flow._ended is not None:
            return
        flow._ended = wall()
        flow._outcome = outcome
        self.live.pop(flow.serial, None)
        self.ended.append(flow)
        flow.origin = None
        if flow._held:
            for thing in flow.held:
                with self.rt.guard("flow end"):
                    thing.owner_ended(flow)
        if self.rt.listening:
            self.rt.emit("flow-ended", flow, {"outcome": outcome})

    # --- sessions

    def follow(self, sessions: list) -> None:
        """Flows that are alive are bound as if they were born now."""
        self.everyone = frozenset(one["id"] for one in sessions if not one.get("match"))
        self.matching = [one for one in sessions if one.get("match")]
        for flow in sorted(list(self.live.values()), key=lambda one: one.serial):
            self.bind(flow)

    def bind(self, flow: Flow) -> None:
        inherited = flow.parent.sessions if flow.parent is not None else frozenset()
        own = [one["id"] for one in self.matching if one["id"] not in inherited and matches(flow, one, self.rt)]
        flow.sessions = inherited.union(own) if own else inherited

    def is_bound(self, flow: Flow, session: str) -> bool:
        return session in flow.sessions or session in self.everyone

    # --- the report

    def listing(self) -> dict:
        live = list(self.live.values())
        items: list = []
        pace = Pace(self.rt)
        for one in (*live[:max_listed], *list(self.ended)[: -max_ended - 1 : -1]):
            items.append(describe(one))
            pace.step()
        kinds = {**self.kinds, "task": self.tasks}
        total = sum(kinds.values())
        return {
            "total": total,
            "live": len(live),
            "items": items,
            "dropped": max(0, total - len(items)),
            "summary": {kind: number for kind, number in kinds.items() if number},
        }


def describe(flow: Flow) -> dict:
    told = {
        "id": flow.id,
        "kind": flow.kind,
        "name": flow.name,
        "state": flow._outcome or "live",
        "started": flow.started,
    }
    if flow.parent is not None:
        told["parent"] = flow.parent.id
    if flow.ended_at is not None:
        told["ended"] = flow.ended_at
    born = flow.born_at
    if born is not None:
        told["born"] = born
    return told


def open_registry(rt) -> Registry:
    flows._registry = Registry(rt)
    return flows._registry
