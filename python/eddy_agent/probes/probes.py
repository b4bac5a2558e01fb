"""The probes of this process: which there are, how each stands, and what happens when one is met."""

from __future__ import annotations

import threading
from typing import Any, Dict, List, Optional, Tuple

from .. import flows, stacks
from ..native import get_ident
from . import places
from .armed import ArmedProbe
from .attached import Attached
from .errors import Errors, Raised, is_new, raised_here
from .lines import Points
from .meeting import Meeting
from .placing import Placing
from .stopped import Stopped

#: Who asked for probes wants the first lines, too: so long a start, or an import, waits for debugpy at most.
bind_seconds = 12.0
import_seconds = 3.0
look_seconds = 0.2


class Session:
    __slots__ = ("every_flow", "id")

    def __init__(self, spec: Dict[str, Any]) -> None:
        self.id: str = spec["id"]
        self.every_flow = not spec.get("match")


class Probes:
    """Changed under one lock, by the agent's threads and by imports; met without it, in the program's threads."""

    def __init__(self, rt: Any) -> None:
        self._rt = rt
        self._lock = threading.RLock()
        self._plan: Dict[str, Any] = {"probes": [], "sessions": []}
        self._armed: Dict[str, ArmedProbe] = {}
        self._bindings: Dict[str, Dict[str, Any]] = {}
        self._points = Points()
        self._errors = Errors()
        self._placing = Placing()
        self._attached = Attached(rt, self._bind, lambda why: self._stopped.let_all_go(why), self._meets)
        self._stopped = Stopped(rt, self._arm)
        self._meeting = Meeting(rt, self._stopped.stops, self._binding_of)
        #: The program has not begun yet.
        self._is_first = places.is_starting()
        rt.every(look_seconds, self._look)

    # --- what is asked for

    def follow(self, plan: Dict[str, Any]) -> List[Dict[str, Any]]:
        """The whole of it, from now on. Gives the bindings."""
        with self._lock:
            self._plan = plan
            self._armed = self._arm_each(plan)
            self._bindings = {name: one for name, one in self._bindings.items() if name in self._armed}
            self._placing.observe_only = plan.get("observeOnly") is True
            if self._armed:
                self._placing.begin()
            places.listen(self._loaded if self._armed else None)
            had_trouble, self._attached.trouble = self._attached.trouble is not None, None
            stopped = self._stopped
            stopped.steps.end_where(lambda step: step.probe.id not in self._armed)
            self._arm(had_trouble)
            for stop in stopped.stops.all:
                if stop.probe.id not in self._armed:
                    stopped.let_go(stop, "its probe was taken away")
            return self.bindings()

    def bindings(self) -> List[Dict[str, Any]]:
        with self._lock:
            return [{**self._bindings[name], **_counts(probe)} for name, probe in self._armed.items()]

    def wait_until_set(self, seconds: float) -> None:
        self._attached.wait_until_set(len(self._points) == 0 and not self._errors.wanted, seconds)

    def let_everything_go(self, why: str) -> None:
        """Nobody is left who could ask for anything."""
        self.follow({**self._plan, "probes": []})
        self._stopped.let_all_go(why)
        self._attached.fail("The hub is gone.")
        self._attached.detach(hang_up=True)

    def heard(self, ask: Dict[str, Any]) -> Dict[str, Any]:
        """The hub's own word about debugpy."""
        attached, stopped = self._attached, self._stopped
        if "connect" in ask:
            attached.connect(ask["connect"])
        if "adopted" in ask:
            attached.adopt(ask["adopted"] == "ours")
        if "set" in ask:
            attached.answered(self._points, self._errors, ask["set"])
        if "trouble" in ask:
            self._forget_answers()
            attached.fail(str(ask["trouble"]))
        if ask.get("detach") is True:
            attached.detach()
            self._forget_answers()
        if ask.get("release") is True:
            stopped.release()
        if "job" in ask:
            stopped.add_job(ask["job"])
        if "result" in ask:
            return stopped.result(str(ask["result"]))
        return {"bindings": self.bindings()}

    def order(self, name: str, ask: Dict[str, Any]) -> Dict[str, Any]:
        stopped = self._stopped
        if name == "debugpy":
            return self.heard(ask)
        return {"holds": stopped.holds, "variables": stopped.variables, "resume": stopped.resume}[name](ask)

    def work(self, name: str) -> bool:
        return self._stopped.work(name)

    def forked(self) -> None:
        """In a forked child: everything of the parent's debugger is forgotten; what is asked for is asked for again."""
        self._lock = threading.RLock()
        self._stopped = Stopped(self._rt, self._arm)
        self._meeting = Meeting(self._rt, self._stopped.stops, self._binding_of)
        self._points = Points()
        self._errors = Errors()
        self._bindings = {}
        self._is_first = False
        self._attached.forked()

    # --- which lines debugpy has to watch

    def _forget_answers(self) -> None:
        self._points.forget_answers()
        self._errors.forget_answers()

    def _arm_each(self, plan: Dict[str, Any]) -> Dict[str, ArmedProbe]:
        sessions = {one["id"]: Session(one) for one in plan.get("sessions", [])}
        armed: Dict[str, ArmedProbe] = {}
        for spec in plan.get("probes", []):
            session = sessions.get(spec["session"])
            if session is None:
                continue
            known = self._armed.get(spec["id"])
            probe = known if known is not None and known.spec == spec else ArmedProbe(spec, session)
            probe.session = session
            armed[probe.id] = probe
        return armed

    def _arm(self, anew: bool = False) -> None:
        with self._lock:
            wanted: Dict[Tuple[str, int], List[ArmedProbe]] = {}
            for probe in self._armed.values():
                path = None if self._is_done(probe) else self._placing.path_of(probe)
                if path is not None:
                    wanted.setdefault((path, probe.spec["place"]["line"]), []).append(probe)
            for file, lines in self._stopped.steps.lines().items():
                for line in lines:
                    wanted.setdefault((file, line), [])
            self._placing.keep(file for file, _ in wanted)
            of_errors = [one for one in self._armed.values() if not self._is_done(one) and self._placing.is_of_errors(one)]
            # Both are followed, whichever has changed.
            changed = [self._points.follow(wanted), self._errors.follow(of_errors)]
            if any(changed) or (anew and (wanted or of_errors)):
                self._attached.ask(self._points, self._errors)
            self._bind()

    def _is_done(self, probe: ArmedProbe) -> bool:
        """It is over, and no thread stands there for it: debugpy may go."""
        return probe.is_over and all(stop.probe is not probe for stop in self._stopped.stops.all)

    def _loaded(self, file: str) -> None:
        """In the thread that loads it, before its first line."""
        with self._rt.guard("a loaded file"):
            before = self._attached.revision
            with self._lock:
                path = self._placing.add(file)
                if path is not None and any(
                    places.is_meant(path, one.spec["place"].get("file", "/")) for one in self._armed.values()
                ):
                    self._arm()
            is_new = self._attached.revision > before
            if get_ident() in self._rt.line.threads or places.is_starting():
                return
            # What comes first after Python's own start, and is no import, is the program.
            first = self._is_first and not places.is_importing()
            if first:
                self._is_first = False
            if first or is_new:
                self.wait_until_set(bind_seconds if first else import_seconds)

    def _bind(self) -> None:
        """How each stands now; what is news is told."""
        with self._lock:
            attached = self._attached
            for probe in self._armed.values():
                stands = self._placing.stands(probe, self._points, self._errors, attached.trouble, attached.is_in)
                binding = {"probe": probe.id, "target": self._rt.target, "places": [], **stands, **_counts(probe)}
                known = self._bindings.get(probe.id)
                self._bindings[probe.id] = binding
                if binding["state"] in ("waiting", "gone") or (known is not None and known["state"] == binding["state"]):
                    continue
                kind = "probe-bound" if binding["state"] == "bound" else "probe-refused"
                self._rt.tell(kind, None, probe.spec["session"], binding)

    def _look(self) -> None:
        """In the agent's thread, now and then."""
        self._stopped.look()
        with self._lock:
            is_over = any(self._is_done(one) and self._bindings[one.id]["state"] == "bound" for one in self._armed.values())
            if self._stopped.steps.drop_old() or is_over:
                self._arm()

    # --- where one is met

    def meet(self, number: int, evaluated: Any) -> bool:
        """In the program's thread, called by debugpy's condition. True: it stops here."""
        point = self._points.by_number.get(number)
        if point is None:
            return False
        flow = flows.current()
        steps = self._stopped.steps
        meant = [probe for probe in point.probes if probe.concerns(flow)]
        if not meant and not len(steps):
            return False
        frame = _frame_of(evaluated, point.file)
        if frame is None:
            return False
        holder = self._meeting.meet(meant, frame, flow)
        step = steps.here(frame) if len(steps) else None
        if step is not None:
            holder = holder or step.probe
            steps.end(step)
        if holder is None:
            return False
        self._meeting.stop(holder, frame, flow)
        return True

    def meet_raised(self, error: Any, trace: Any, uncaught: bool) -> bool:
        """In the program's thread, called by debugpy wherever an error passes. True: it stops here."""
        flow = flows.current()
        meant = [one for one in self._errors.meant(type(error), uncaught) if one.concerns(flow)]
        if not meant or not (uncaught or is_new(trace)):
            return False
        raised = Raised(error, trace, uncaught)
        holder = self._meeting.meet(meant, raised.frame, flow, raised) if raised.is_new else None
        if holder is None:
            return False
        self._errors.judge(error)
        self._meeting.stop(holder, raised.frame, flow, raised)
        return True

    def meet_error(self) -> bool:
        """In the thread that debugpy has stopped for an error, called by the hub. True: it stays so."""
        raised = raised_here()
        if raised is not None and not self._errors.was_judged(raised.error) and raised.is_new:
            self.meet_raised(raised.error, raised.trace, raised.uncaught)
            self._errors.was_judged(raised.error)
        # debugpy lets all threads go at once: who is stopped keeps the others.
        return len(self._stopped.stops) > 0

    def _meets(self, error: Any, trace: Any, uncaught: bool) -> bool:
        try:
            return self.meet_raised(error, trace, uncaught)
        except Exception as failure:
            self._rt.trouble("a probe", failure)
            return False

    def _binding_of(self, probe: ArmedProbe) -> Optional[Dict[str, Any]]:
        known = self._bindings.get(probe.id)
        return None if known is None else {**known, **_counts(probe)}


def _counts(probe: ArmedProbe) -> Dict[str, Any]:
    return {"hits": probe.hits} if probe.trouble is None else {"hits": probe.hits, "trouble": probe.trouble}


def _frame_of(evaluated: Any, file: str) -> Any:
    """The program's frame round the condition: between them may lie debugpy's own."""
    at = evaluated.f_back
    for _ in range(30):
        if at is None:
            return None
        if at.f_globals is evaluated.f_globals and stacks.absolute(at.f_code.co_filename) == file:
            return at
        at = at.f_back
    return None
