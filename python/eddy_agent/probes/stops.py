"""Where threads are stopped, and what is done with them meanwhile."""

from __future__ import annotations

import ctypes
import sys
from typing import Any, Dict, List, Optional

from ..native import get_ident, now_ms
from ..orders import Refused
from . import expressions
from .picture import named, own_names, place_of, stack_of


class Stop:
    """One thread that waits in debugpy; its frame is alive as long as it does."""

    def __init__(self, number: int, probe: Any, frame: Any, flow: Any, until: Optional[int], raised: Any = None) -> None:
        self.id = f"s{number}"
        self.probe = probe
        self.frame = frame
        self.flow = flow
        self.since = now_ms()
        self.until = until
        self.ident = get_ident()
        self.place = place_of(frame) if raised is None else raised.place
        self.stack = stack_of(frame) if raised is None else raised.stack
        #: Names that are not the frame's.
        self._more = {} if raised is None else {"error": raised.error}
        self.ended = False

    def describe(self, target: str) -> Dict[str, Any]:
        spec = self.probe.spec
        told = {
            "id": self.id,
            "target": target,
            "probe": spec["id"],
            "session": spec["session"],
            "kind": "stop",
            "flow": self.flow.id,
            "flowName": self.flow.name,
            "place": self.place,
            "since": self.since,
            "stack": self.stack,
            "holds": [str(getattr(one, "title", "something")) for one in self.flow.held],
            "waiters": [],
        }
        if self.until is not None:
            told["until"] = self.until
        return told

    def variables(self) -> List[Dict[str, Any]]:
        free = set(self.frame.f_code.co_freevars)
        return [self._variable(name, value, name not in free) for name, value in list(self.names().items())]

    def names(self) -> Dict[str, Any]:
        frame = self.frame
        if frame.f_locals is frame.f_globals:
            own = {name: value for name, value in frame.f_globals.items() if not name.startswith("__")}
        else:
            own = own_names(frame.f_locals)
        return {**self._more, **own}

    def evaluate(self, expression: str) -> Any:
        """In the thread that is stopped."""
        try:
            return expressions.evaluate(expression, self.names(), self.frame.f_globals)
        except Exception as error:
            raise Refused("bad-expression", expressions.words_of(error)) from None

    def set(self, name: str, expression: str) -> Dict[str, Any]:
        """In the thread that is stopped."""
        frame, code = self.frame, self.frame.f_code
        is_module = frame.f_locals is frame.f_globals
        own = (*code.co_varnames, *code.co_cellvars, *code.co_freevars)
        if not is_module and name not in own and name not in frame.f_locals:
            names = ", ".join(sorted(self.names()))
            raise Refused("unknown-id", f"There is no {name} here. There are: {names}.")
        value = self.evaluate(expression)
        frame.f_locals[name] = value
        if not is_module and sys.version_info < (3, 13):
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
        return self._variable(name, value, name not in code.co_freevars)

    def _variable(self, name: str, value: Any, own: bool) -> Dict[str, Any]:
        return {"name": name, "value": named(name, value), "editable": True, "own": own}


class Stops:
    def __init__(self, rt: Any) -> None:
        self._rt = rt
        self._stops: Dict[str, Stop] = {}
        self._serial = 0

    def __len__(self) -> int:
        return len(self._stops)

    @property
    def all(self) -> List[Stop]:
        return list(self._stops.values())

    def open(self, probe: Any, frame: Any, flow: Any, raised: Any = None) -> Stop:
        for_ms = probe.spec.get("holdForMs")
        self._serial += 1
        stop = Stop(self._serial, probe, frame, flow, None if for_ms is None else now_ms() + int(for_ms), raised)
        self._stops[stop.id] = stop
        self._rt.stopped = True
        self._rt.stops += 1
        return stop

    def get(self, name: str) -> Stop:
        stop = self._stops.get(name)
        if stop is None:
            raise Refused("unknown-id", f"Nothing is stopped under the id {name}.")
        return stop

    def end(self, stop: Stop, why: str) -> bool:
        """True the first time."""
        if self._stops.pop(stop.id, None) is None:
            return False
        stop.ended = True
        self._rt.stopped = bool(self._stops)
        spec = stop.probe.spec
        data = {"hold": stop.id, "probe": spec["id"], "why": why, "heldMs": now_ms() - stop.since}
        self._rt.tell("resumed", stop.flow, spec["session"], data)
        return True

    def over(self) -> List[Stop]:
        now = now_ms()
        return [one for one in self.all if one.until is not None and now >= one.until]
