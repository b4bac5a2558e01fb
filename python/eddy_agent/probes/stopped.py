"""What is done with threads that are stopped: looked at, changed, stepped, let go."""

from __future__ import annotations

from typing import Any, Callable, Dict, Tuple

from ..native import get_ident, now_ms
from ..orders import Refused
from . import debugger
from .picture import named
from .steps import Step, Steps
from .stops import Stop, Stops

#: debugpy suspends a thread a moment after its condition said so; so long it is waited for.
leave_ms = 5_000
#: So long the hub has to let go what it was told to; then we do.
hub_ms = 4_000


class Stopped:
    """`on_step`: lines may be needed that debugpy does not watch yet, or no more."""

    def __init__(self, rt: Any, on_step: Callable[[], None]) -> None:
        self._on_step = on_step
        self.stops = Stops(rt)
        self.steps = Steps()
        self._rt = rt
        self._jobs: Dict[str, Dict[str, Any]] = {}
        #: Threads that have to go on, by ident: from when on we see to it, and until when.
        self._leaving: Dict[int, Tuple[int, int]] = {}

    def holds(self, ask: Dict[str, Any]) -> Dict[str, Any]:
        return {"holds": [one.describe(self._rt.target) for one in self.stops.all]}

    def variables(self, ask: Dict[str, Any]) -> Dict[str, Any]:
        return {"variables": self.stops.get(ask["hold"]).variables()}

    def resume(self, ask: Dict[str, Any]) -> Dict[str, Any]:
        """The hub tells debugpy to go on when this is answered, and debugpy has the lines that a step needs."""
        stop = self.stops.get(ask["hold"])
        word = ask.get("step")
        if word is not None:
            for_ms = stop.probe.spec.get("holdForMs")
            until = None if for_ms is None else now_ms() + int(for_ms)
            self.steps.start(Step(stop.probe, word, stop.frame, until))
        # debugpy resumes all threads at once, and stops one a moment after its condition said so, perhaps after that.
        is_late = len(self.stops) > 1
        for one in self.stops.all:
            self._leaves(one, hub_ms)
            self.stops.end(one, "resumed" if word is None else f"step {word}")
        self._on_step()
        return {"resumed": True, "conflicts": [], **({"late": True} if is_late else {})}

    def add_job(self, job: Dict[str, Any]) -> None:
        self._jobs[str(job["id"])] = dict(job)

    def work(self, name: str) -> bool:
        """Called through debugpy in each thread that is stopped: what has to run in one of them. True: this was it."""
        job = self._jobs.get(name)
        if job is None:
            return True
        try:
            stop = self.stops.get(job["hold"])
            if stop.ident != get_ident():
                return False
            if job["do"] == "set":
                job["answer"] = {"variable": stop.set(job["name"], job["expression"])}
            else:
                job["answer"] = {"value": named(job["expression"], stop.evaluate(job["expression"]))}
        except Refused as refused:
            job["error"] = refused
        except BaseException as error:
            # The user's expression may raise anything.
            job["error"] = Refused("bad-expression", f"{type(error).__name__}: {error}")
        return True

    def result(self, name: str) -> Dict[str, Any]:
        job = self._jobs.pop(name, {})
        if "error" in job:
            raise job["error"]
        if "answer" not in job:
            raise Refused("closed", "The thread went on before that could be done.")
        return job["answer"]

    def let_go(self, stop: Stop, why: str) -> None:
        """Without the hub."""
        if self.stops.end(stop, why):
            self._leaves(stop, 0)
            self._push_on()

    def release(self) -> None:
        """The hub cannot let go what it was told to."""
        self._leaving = {ident: (0, until) for ident, (_, until) in self._leaving.items()}
        self._push_on()

    def let_all_go(self, why: str) -> None:
        for stop in self.stops.all:
            self.let_go(stop, why)

    def look(self) -> None:
        """In the agent's thread, now and then."""
        for stop in self.stops.over():
            self.let_go(stop, f"its limit of {(stop.until or 0) - stop.since} ms passed")
        if self._leaving:
            self._push_on()

    def _leaves(self, stop: Stop, after_ms: int) -> None:
        start = now_ms() + after_ms
        self._leaving = {**self._leaving, stop.ident: (start, start + leave_ms)}

    def _push_on(self) -> None:
        now = now_ms()
        # One that is stopped anew is none of these.
        again = {stop.ident for stop in self.stops.all}
        self._leaving = {ident: when for ident, when in self._leaving.items() if ident not in again}
        if again:
            # debugpy lets all threads go at once: who is stopped keeps the others.
            self._leaving = {ident: (start, now + leave_ms) for ident, (start, _) in self._leaving.items()}
            return
        for ident, (start, until) in list(self._leaving.items()):
            if start > now:
                continue
            is_here = debugger.is_suspended(ident)
            if is_here:
                debugger.resume()
            if is_here or now >= until:
                self._leaving = {one: when for one, when in self._leaving.items() if one != ident}
