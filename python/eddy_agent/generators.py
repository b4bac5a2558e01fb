"""
generators: async generators that are dropped, or left to the loop's end, while they have something to clean up. Python calls a loop's
hooks at the first step of each and when one is collected; a call of ours is put into these.
"""

from __future__ import annotations

from . import flows, imports, stacks
from .findings import engine
from .findings import generators as kinds
from .native import deque, ref

max_known = 10_000


class Begun:
    """An async generator, from its first step."""

    __slots__ = ("agen", "flow", "stepped")

    def __init__(self, agen: object, gone) -> None:
        self.agen = ref(agen, gone)
        self.flow = flows.current()
        self.stepped = stacks.Trace(2)


class Generators:
    def __init__(self, rt) -> None:
        self.rt = rt
        self.known: dict = {}
        #: Weak references are cleared before a generator is handed to the loop: these went just now.
        self.dying: deque = deque(maxlen=50)
        self.counts = {"begun": 0, "finalised": 0, "leftToTheEnd": 0}

    def first_step(self, agen: object) -> None:
        self.counts["begun"] += 1
        if len(self.known) >= max_known:
            self.rt.drop("generators")
            return
        key = id(agen)

        def gone(_ref, known=self.known, dying=self.dying) -> None:
            one = known.pop(key, None)
            if one is not None:
                dying.append((key, one))

        begun = self.known[key] = Begun(agen, gone)
        if self.rt.listening:
            self.rt.emit("generator-started", begun.flow, {"name": agen.__qualname__})

    def finalised(self, agen: object) -> None:
        self.counts["finalised"] += 1
        self._abandoned(agen, "was dropped", self._of(agen))

    def left(self, agens: list) -> None:
        for agen in agens:
            if agen.ag_frame is not None and not agen.ag_running:
                self.counts["leftToTheEnd"] += 1
                self._abandoned(agen, "was left open to the loop's end", self._of(agen))

    def _of(self, agen: object) -> Begun | None:
        one = self.known.get(id(agen))
        if one is not None:
            return one
        return next((one for key, one in reversed(self.dying) if key == id(agen)), None)

    def _abandoned(self, agen: object, how: str, begun: Begun | None) -> None:
        frame = agen.ag_frame
        if frame is None or stacks.kind_of(agen.ag_code.co_filename) != "user":
            return
        place = (agen.ag_code, frame.f_lasti)
        engine().look(kinds.abandoned, kinds.Abandoned(agen.__qualname__, how, place, begun), 0.1)

    def listing(self) -> dict:
        live = list(self.known.values())
        items = []
        for one in live[:200]:
            agen = one.agen()
            if agen is not None:
                state = "pending" if agen.ag_running else "resting"
                items.append({"name": agen.__qualname__, "flow": one.flow.id, "flowName": one.flow.name, "state": state})
        total = self.counts["begun"]
        return {"total": total, "live": len(live), "items": items, "dropped": max(0, len(live) - len(items)), "summary": dict(self.counts)}


def install(rt) -> None:
    imports.after("asyncio", lambda asyncio: _install(rt, asyncio))


def _install(rt, asyncio) -> None:
    from .insert import CannotInsert, insert

    seen = rt.part("generators", lambda: Generators(rt))
    loop = asyncio.BaseEventLoop
    try:
        insert(loop._asyncgen_firstiter_hook, ("agen",), start=lambda agen: seen.first_step(agen))
        insert(loop._asyncgen_finalizer_hook, ("agen",), start=lambda agen: seen.finalised(agen))
        insert(loop.shutdown_asyncgens, ("self",), start=lambda own: seen.left(list(own._asyncgens)))
    except (AttributeError, CannotInsert) as error:
        rt.note(f"Async generators are not fully watched: {error}.")
    rt.section("generators", seen.listing)
    rt.after_fork(seen.known.clear)
