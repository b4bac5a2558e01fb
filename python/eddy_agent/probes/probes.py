"""The probes of this process: which there are, where each is bound, and what happens when one is met."""

from __future__ import annotations

import threading
from typing import Any, Dict, List, Optional, Tuple

from .. import stacks
from ..native import get_ident, now_ms
from ..orders import Refused
from . import debugger, places
from .armed import ArmedProbe
from .lines import Point, Points
from .picture import locals_of, named, place_of, short_text, stack_of
from .steps import Step, Steps
from .stops import Stop, Stops

#: Who asked for probes wants the first lines, too: so long a start, or an import, waits for debugpy at most.
bind_seconds = 12.0
import_seconds = 3.0
in_seconds = 5.0
look_seconds = 0.2

no_hold = (
    "debugpy can only pause the whole process, and with it the event loop of all tasks: in Python no flow is held alone."
    " Use --stop, which pauses the process when this flow comes there, or --snap, or --log."
)
attaching = "debugpy is being attached."
#: Stands for the place of errors among the files.
_errors = "<errors>"


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
        self._stops = Stops(rt)
        self._steps = Steps()
        self._sources = places.Sources()
        self._files: Dict[str, None] = {}
        #: Counts up with what debugpy is asked for; `_set` is the last that it has.
        self._revision = 0
        self._set = 0
        self._applied = threading.Condition(threading.Lock())
        #: debugpy is in, and sees every thread.
        self._is_in = False
        self._is_watching_end = False
        self._is_ending = False
        self._watches_errors = False
        self._errors_trouble: Optional[str] = None
        #: Threads that go on as soon as debugpy can be told so: ident, and until when to try.
        self._leaving: List[Tuple[int, int]] = []
        #: Why debugpy cannot be had.
        self._trouble: Optional[str] = None
        self._jobs: Dict[str, Dict[str, Any]] = {}
        rt.every(look_seconds, self._look)

    # --- what is asked for

    def follow(self, plan: Dict[str, Any]) -> List[Dict[str, Any]]:
        """The whole of it, from now on. Gives the bindings."""
        with self._lock:
            self._plan = plan
            sessions = {one["id"]: Session(one) for one in plan.get("sessions", [])}
            before, self._armed = self._armed, {}
            for spec in plan.get("probes", []):
                session = sessions.get(spec["session"])
                if session is None:
                    continue
                known = before.get(spec["id"])
                if known is not None and known.spec == spec:
                    known.session = session
                    self._armed[spec["id"]] = known
                else:
                    self._armed[spec["id"]] = ArmedProbe(spec, session)
            self._bindings = {name: one for name, one in self._bindings.items() if name in self._armed}
            if self._armed and not self._files:
                self._files = dict.fromkeys(places.loaded_files())
            places.listen(self._loaded if self._armed else None)
            had_trouble, self._trouble = self._trouble is not None, None
            self._steps.end_where(lambda step: step.probe.id not in self._armed)
            self._arm(had_trouble)
            for stop in self._stops.all:
                if stop.probe.id not in self._armed:
                    self._let_go(stop, "its probe was taken away")
            return self.bindings()

    def bindings(self) -> List[Dict[str, Any]]:
        return [{**self._bindings[name], "hits": probe.hits} for name, probe in self._armed.items()]

    def wait_until_set(self, seconds: float) -> None:
        """Until debugpy has what was asked for up to now, or cannot."""
        wanted = self._revision
        with self._applied:
            self._applied.wait_for(lambda: self._has(wanted), seconds)

    def _has(self, revision: int) -> bool:
        return self._trouble is not None or (self._set >= revision and (self._is_in or len(self._points) == 0))

    def let_everything_go(self, why: str) -> None:
        """Nobody is left who could ask for anything."""
        with self._lock:
            self._steps = Steps()
            self.follow({**self._plan, "probes": []})
            for stop in self._stops.all:
                self._let_go(stop, why)
            self._fail("The hub is gone.")
        self._detach()

    # --- what debugpy has become of it

    def heard(self, ask: Dict[str, Any]) -> Dict[str, Any]:
        """The hub's own word about debugpy."""
        if "connect" in ask:
            self._connect(ask["connect"])
        if "adopted" in ask:
            debugger.adopt(self._rt, ask["adopted"] == "ours")
            self._is_in = True
        if "set" in ask:
            # The hub is answered with what holds: debugpy has the lines, and is about to see the threads.
            with self._applied:
                self._applied.wait_for(lambda: self._is_in or self._trouble is not None, in_seconds)
            self._answered(ask["set"])
        if "trouble" in ask:
            self._fail(str(ask["trouble"]))
        if ask.get("detach") is True:
            self._detach()
        if ask.get("release") is True:
            debugger.resume()
        if "job" in ask:
            self._jobs[str(ask["job"]["id"])] = dict(ask["job"])
        if "result" in ask:
            return self._result(str(ask["result"]))
        with self._lock:
            return {"bindings": self.bindings()}

    def _connect(self, ask: Dict[str, Any]) -> None:
        if debugger.is_foreign():
            raise Refused("refused", self._foreign())

        if not self._is_watching_end:
            self._is_watching_end = True
            debugger.leave_at_end(self._at_end)

        def done(error: Optional[str]) -> None:
            if error is not None:
                self._fail(error)
                return
            with self._lock:
                self._is_in = True
                self._bind_all()
            with self._applied:
                self._applied.notify_all()

        debugger.connect(self._rt, ask["host"], int(ask["port"]), ask["token"], done)

    def _at_end(self) -> None:
        """debugpy goes; that is nobody's trouble any more."""
        self._is_ending = True

    def _answered(self, given: Dict[str, Any]) -> None:
        with self._lock:
            for file in given.get("files", []):
                for line in file["lines"]:
                    self._points.answered(file["file"], line["line"], line.get("at"), line.get("why"))
            self._bind_all()
        with self._applied:
            self._set = max(self._set, int(given["revision"]))
            self._applied.notify_all()

    def _fail(self, why: str) -> None:
        if self._is_ending:
            return
        with self._lock:
            self._trouble = why
            self._points.forget_answers()
            self._bind_all()
            for stop in self._stops.all:
                self._let_go(stop, "debugpy is gone")
        with self._applied:
            self._applied.notify_all()

    def _detach(self) -> None:
        self._is_in = self._watches_errors = False
        with self._rt.guard("detach"):
            debugger.detach(self._rt)
        with self._lock:
            self._points.forget_answers()

    # --- where each is bound

    def _loaded(self, file: str) -> None:
        """In the thread that loads it, before its first line."""
        with self._rt.guard("a loaded file"):
            path = stacks.absolute(file)
            with self._lock:
                if path in self._files or stacks.kind_of(file) == "ours":
                    return
                self._files[path] = None
                before = self._revision
                if any(places.is_meant(path, one.spec["place"].get("file", "/")) for one in self._armed.values()):
                    self._arm()
                changed = self._revision > before
            if changed and get_ident() not in self._rt.line.threads:
                self.wait_until_set(import_seconds)

    def _arm(self, anew: bool = False) -> None:
        wanted: Dict[Tuple[str, int], List[ArmedProbe]] = {}
        for probe in self._armed.values():
            if "on" in probe.spec["place"]:
                if self._refusal(probe) is None and not probe.is_over:
                    wanted.setdefault((_errors, 1), []).append(probe)
                continue
            path = self._path_of(probe)
            if path is not None and not probe.is_over:
                wanted.setdefault((path, probe.spec["place"]["line"]), []).append(probe)
        for file, lines in self._steps.lines().items():
            for line in lines:
                wanted.setdefault((file, line), [])
        self._sources.keep(file for file, _ in wanted)
        if self._points.follow(wanted) or (anew and wanted):
            self._revision += 1
            self._ask()
        self._bind_all()

    def _ask(self) -> None:
        try:
            where = debugger.where() if len(self._points) > 0 else ""
        except debugger.CannotAttach as error:
            self._fail(str(error))
            return
        if len(self._points) > 0 and debugger.is_foreign():
            self._fail(self._foreign())
            return
        self._rt.line.say(
            {
                "say": "breakpoints",
                "target": self._rt.target,
                "wanted": {
                    "revision": self._revision,
                    "python": debugger.python(),
                    "debugpy": where,
                    "files": self._points.told(),
                },
            },
            True,
        )

    def _foreign(self) -> str:
        return (
            "This process is debugged by another debugpy client already."
            " Let that one go first, or start the program without it."
        )

    def _path_of(self, probe: ArmedProbe) -> Optional[str]:
        if self._refusal(probe) is not None:
            return None
        found = self._meant(probe)
        return found[0] if len(found) == 1 else None

    def _meant(self, probe: ArmedProbe) -> List[str]:
        name = probe.spec["place"]["file"]
        return [path for path in list(self._files) if places.is_meant(path, name)]

    def _refusal(self, probe: ArmedProbe) -> Optional[str]:
        if probe.kind == "hold":
            return no_hold
        if probe.kind == "stop" and self._plan.get("observeOnly"):
            return "This run is --observe-only."
        on = probe.spec["place"].get("on")
        if on == "uncaught":
            return "A task keeps the error that ends it, so in Python none is uncaught as it is raised: use --on throw:NAME."
        if on is not None and on != "throw":
            return f"In Python there is no probe on {on} yet: set one on a line, FILE:LINE, or on throw."
        return None

    def _bind_all(self) -> None:
        self._watch_errors()
        for probe in self._armed.values():
            binding = {"probe": probe.id, "target": self._rt.target, "places": [], **self._stands(probe), "hits": probe.hits}
            known = self._bindings.get(probe.id)
            self._bindings[probe.id] = binding
            if binding["state"] in ("waiting", "gone") or (known is not None and known["state"] == binding["state"]):
                continue
            kind = "probe-bound" if binding["state"] == "bound" else "probe-refused"
            self._rt.tell(kind, None, probe.spec["session"], binding)

    def _stands(self, probe: ArmedProbe) -> Dict[str, Any]:
        refusal = self._refusal(probe)
        if refusal is not None:
            return {"state": "refused", "reason": refusal}
        if "on" in probe.spec["place"]:
            return self._error_stands(probe)
        spec = probe.spec["place"]
        name, line = spec["file"], spec["line"]
        found = self._meant(probe)
        if not found:
            return {"state": "waiting", "reason": f"No file of that name is loaded: {name}."}
        if len(found) > 1:
            return {"state": "refused", "reason": f"{name} could be {', '.join(found[:5])}: name more of its path."}
        if self._trouble is not None:
            return {"state": "refused", "reason": self._trouble}
        point = self._points.get(found[0], line)
        source = self._sources.of(found[0])
        if point is None:
            return {"state": "gone", "reason": "It did what it was for, or its time is over."}
        why = "the file ends before" if source.last_line is not None and line > source.last_line else point.why
        if why is not None:
            near = source.near(line)
            hint = f" Lines near it that have code: {', '.join(str(one) for one in near)}." if near else ""
            return {"state": "refused", "reason": f"{name}:{line} has no code ({why}).{hint}"}
        if point.at == 0 or not self._is_in:
            return {"state": "waiting", "reason": attaching}
        told: Dict[str, Any] = {
            "state": "bound",
            "mechanism": "debugpy",
            "places": [{"file": found[0], "line": point.at, "column": 1, "function": source.function_at(point.at)}],
        }
        reasons = []
        if point.at != line:
            reasons.append(f"Line {line} has no code: line {point.at} is the next that has.")
        if probe.spec.get("condition") is not None and not probe.spec.get("allowSideEffects"):
            reasons.append("Python cannot tell whether a condition changes the program: see that it does not.")
        if reasons:
            told["reason"] = " ".join(reasons)
        return told

    def _error_stands(self, probe: ArmedProbe) -> Dict[str, Any]:
        if self._trouble is not None:
            return {"state": "refused", "reason": self._trouble}
        if self._points.get(_errors, 1) is None:
            return {"state": "gone", "reason": "It did what it was for, or its time is over."}
        if not self._is_in:
            return {"state": "waiting", "reason": attaching}
        if self._errors_trouble is not None:
            return {"state": "refused", "reason": self._errors_trouble}
        where = "" if probe.spec["place"].get("name") else " Those that libraries raise are left out, unless named: throw:NAME."
        return {"state": "bound", "mechanism": "debugpy", "reason": f"debugpy then traces every function.{where}"}

    def _watch_errors(self) -> None:
        wanted = self._points.get(_errors, 1) is not None and self._is_in
        if wanted == self._watches_errors:
            return
        try:
            debugger.watch_errors(wanted)
            self._watches_errors, self._errors_trouble = wanted, None
        except Exception as error:
            self._errors_trouble = f"This debugpy cannot watch errors: {type(error).__name__}: {error}"

    # --- where one is met

    def meet_error(self, evaluated: Any) -> bool:
        """As `meet`, where an error was raised; debugpy keeps it among the locals."""
        point = self._points.get(_errors, 1)
        if point is None:
            return False
        flow = self._rt_flow()
        meant = [probe for probe in point.probes if probe.concerns(flow)]
        frame = _frame_of(evaluated, None) if meant else None
        raised = None if frame is None else frame.f_locals.get("__exception__")
        if not isinstance(raised, tuple) or stacks.kind_of(frame.f_code.co_filename) == "ours":
            return False
        holder: Optional[ArmedProbe] = None
        for probe in meant:
            if not _is_named(raised[0], probe.spec["place"].get("name"), frame) or not probe.passes(frame):
                continue
            if probe.kind == "stop":
                holder = holder or probe
            else:
                self._tell(probe, frame, flow, {"error": raised[1]})
        if holder is None:
            return False
        self._stop(holder, frame, flow, {"error": raised[1]})
        return True

    def meet(self, number: int, evaluated: Any) -> bool:
        """In the program's thread, called by debugpy's condition. True: it stops here."""
        point = self._points.by_number.get(number)
        if point is None:
            return False
        flow = self._rt_flow()
        meant = [probe for probe in point.probes if probe.concerns(flow)]
        if not meant and not len(self._steps):
            return False
        frame = _frame_of(evaluated, point.file)
        if frame is None:
            return False
        holder: Optional[ArmedProbe] = None
        for probe in meant:
            if not probe.passes(frame):
                continue
            if probe.kind == "stop":
                holder = holder or probe
            else:
                self._tell(probe, frame, flow)
        step = self._steps.here(frame) if len(self._steps) else None
        if step is not None:
            holder = holder or step.probe
            self._steps.end(step)
        if holder is None:
            return False
        self._stop(holder, frame, flow)
        return True

    def _rt_flow(self) -> Any:
        from .. import flows

        return flows.current()

    def _stop(self, probe: ArmedProbe, frame: Any, flow: Any, more: Optional[Dict[str, Any]] = None) -> None:
        stop = self._stops.open(probe, frame, flow)
        data = {"hold": stop.id, **self._picture(probe, frame, more)}
        if stop.until is not None:
            data["until"] = stop.until
        self._rt.tell("stopped", flow, probe.spec["session"], data)

    def _tell(self, probe: ArmedProbe, frame: Any, flow: Any, more: Optional[Dict[str, Any]] = None) -> None:
        session = probe.spec["session"]
        if probe.kind == "log":
            text = probe.text(frame.f_locals, frame.f_globals, short_text)
            self._rt.tell("log", flow, session, {"probe": probe.id, **place_of(frame), "text": text})
        else:
            self._rt.tell("snap", flow, session, self._picture(probe, frame, more))

    def _picture(self, probe: ArmedProbe, frame: Any, more: Optional[Dict[str, Any]]) -> Dict[str, Any]:
        names = {} if frame.f_locals is frame.f_globals else frame.f_locals
        names = {**{name: one for name, one in names.items() if name != "__exception__"}, **(more or {})}
        return {"probe": probe.id, **place_of(frame), "locals": locals_of(names), "stack": stack_of(frame)}

    # --- what is done with what is stopped

    def holds(self, ask: Dict[str, Any]) -> Dict[str, Any]:
        return {"holds": [one.describe(self._rt.target) for one in self._stops.all]}

    def variables(self, ask: Dict[str, Any]) -> Dict[str, Any]:
        return {"variables": self._stops.get(ask["hold"]).variables()}

    def resume(self, ask: Dict[str, Any]) -> Dict[str, Any]:
        """The hub tells debugpy to go on when this is answered, and debugpy has the lines that a step needs."""
        stop = self._stops.get(ask["hold"])
        word = ask.get("step")
        with self._lock:
            if word is not None:
                until = stop.probe.spec.get("holdForMs")
                limit = None if until is None else now_ms() + int(until)
                self._steps.start(Step(stop.probe, word, stop.frame, limit))
            # debugpy resumes all threads at once.
            for one in self._stops.all:
                self._stops.end(one, "resumed" if word is None else f"step {word}")
            self._arm()
        return {"resumed": True, "conflicts": []}

    def work(self, name: str) -> bool:
        """Called through debugpy in each thread that is stopped: what has to run in one of them. True: this was it."""
        job = self._jobs.get(name)
        if job is None:
            return True
        try:
            stop = self._stops.get(job["hold"])
            if stop.ident != get_ident():
                return False
            if job["do"] == "set":
                job["answer"] = {"variable": stop.set(job["name"], job["expression"])}
            else:
                job["answer"] = {"value": named(job["expression"], stop.evaluate(job["expression"]))}
        except Refused as refused:
            job["error"] = refused
        except BaseException as error:
            job["error"] = Refused("bad-expression", f"{type(error).__name__}: {error}")
        return True

    def _result(self, name: str) -> Dict[str, Any]:
        job = self._jobs.pop(name, {})
        if "error" in job:
            raise job["error"]
        if "answer" not in job:
            raise Refused("closed", "The thread went on before that could be done.")
        return job["answer"]

    def _let_go(self, stop: Stop, why: str) -> None:
        if not self._stops.end(stop, why):
            return
        self._leaving = [*self._leaving, (stop.ident, now_ms() + 5_000)]
        self._push_on()

    def _push_on(self) -> None:
        """A thread is let go when debugpy has it; that may be a moment after its condition said so."""
        still = []
        for ident, until in self._leaving:
            if debugger.is_suspended(ident):
                debugger.resume()
            elif now_ms() < until:
                still.append((ident, until))
        self._leaving = still

    def _look(self) -> None:
        """In the agent's thread, now and then."""
        for stop in self._stops.over():
            with self._lock:
                self._let_go(stop, f"its limit of {stop.until - stop.since} ms passed")
        if self._leaving:
            self._push_on()
        with self._lock:
            gone = [one for one in self._armed.values() if one.is_over and self._bindings[one.id]["state"] != "gone"]
            if self._steps.drop_old() or [one for one in gone if self._bindings[one.id]["state"] == "bound"]:
                self._arm()

    # --- a forked child

    def forked(self) -> None:
        """Everything of the parent's debugger is forgotten; what is asked for is asked for again."""
        self._lock = threading.RLock()
        self._applied = threading.Condition(threading.Lock())
        self._stops = Stops(self._rt)
        self._steps = Steps()
        self._points = Points()
        self._bindings = {}
        self._jobs = {}
        self._leaving = []
        self._is_in = self._watches_errors = False
        self._is_watching_end = False
        self._set = self._revision
        self._trouble = None
        debugger.forget_after_fork()


def _is_named(kind: Any, name: Optional[str], frame: Any) -> bool:
    if name is None:
        # How a loop over an iterator ends is no error, and what libraries do among themselves is theirs.
        return kind not in _ends_of_loops and stacks.kind_of(frame.f_code.co_filename) == "user"
    return any(name in (one.__name__, f"{one.__module__}.{one.__qualname__}") for one in kind.__mro__)


_ends_of_loops = (StopIteration, StopAsyncIteration, GeneratorExit)


def _frame_of(evaluated: Any, file: Optional[str]) -> Any:
    """The program's frame round the condition: between them may lie debugpy's own."""
    at = evaluated.f_back
    for _ in range(30):
        if at is None:
            return None
        if at.f_globals is evaluated.f_globals and (file is None or stacks.absolute(at.f_code.co_filename) == file):
            return at
        at = at.f_back
    return None
