"""
Errors as they are raised, or when nobody catches them. debugpy asks here at each, in the thread that raises it, and stops only where
a probe does. One that cannot be asked stops first; the hub then has that thread ask here, and lets it go unless a probe stops it.
"""

from __future__ import annotations

import sys
from typing import Any, Dict, List, Optional, Sequence, Tuple

from .. import stacks
from ..native import get_ident
from .picture import place_of, stack_of

_own_kinds = ("python", "ours")
#: How a program ends, and no error.
_endings = (SystemExit, KeyboardInterrupt)
#: How a generator says that it has no more.
_plain_ends = (StopIteration, StopAsyncIteration, GeneratorExit)
_filters = {"throw": "raised", "uncaught": "uncaught"}

of_raised = "An error that begins in Python's own library is met in the first function of yours that it reaches."
of_each_stop = (
    "This debugpy cannot be asked before it stops: it stops the whole process at each error of any name or flow, for 20 to 60 ms."
)
of_uncaught = (
    "Met where a thread ends by an error, in that thread's own flow."
    " What ends an asyncio task is not: asyncio keeps it for whoever awaits the task. If nobody does, see the finding"
    " rejection-unhandled; to stop there set a probe on throw."
)


def _is_of_program(trace: Any) -> bool:
    return stacks.kind_of(trace.tb_frame.f_code.co_filename) not in _own_kinds


def is_new(trace: Any) -> bool:
    """Where the program first sees it: in no function further in, and not in Python's own."""
    inner = trace.tb_next
    while inner is not None:
        if _is_of_program(inner):
            return False
        inner = inner.tb_next
    return _is_of_program(trace)


def event_of(probe: Any) -> Optional[str]:
    on = probe.spec["place"].get("on")
    return on if on in _filters else None


def _means(probe: Any, kind: Any, uncaught: bool) -> bool:
    if event_of(probe) != ("uncaught" if uncaught else "throw") or issubclass(kind, _plain_ends):
        return False
    name = probe.spec["place"].get("name")
    if name is None:
        return not issubclass(kind, _endings if uncaught else SystemExit)
    return kind.__name__ == name


class Raised:
    """One error, in the thread that raises it."""

    def __init__(self, error: Any, trace: Any, uncaught: bool) -> None:
        self.error = error
        self.trace = trace
        self.uncaught = uncaught
        traces = [trace]
        while traces[-1].tb_next is not None:
            traces.append(traces[-1].tb_next)
        of_program = [one for one in traces if _is_of_program(one)]
        self.is_new = bool(of_program) if uncaught else is_new(trace)
        at = (of_program or traces)[-1]
        self.frame = at.tb_frame
        self.place = {**place_of(at.tb_frame), "line": at.tb_lineno}
        outer = [{**place_of(one.tb_frame), "line": one.tb_lineno, "async": False} for one in reversed(of_program)]
        # Functions that the error has left are over: the trace alone remembers who called them.
        self.stack = outer if uncaught else stack_of(at.tb_frame)


def raised_here() -> Optional[Raised]:
    """The error that this thread is stopped for: debugpy's own frames say it, in every version."""
    at: Any = sys._getframe(1)
    while at is not None:
        if at.f_code.co_name == "do_wait_suspend":
            names = at.f_locals
            arg = names.get("arg")
            if names.get("event") != "exception" or not isinstance(arg, tuple) or arg[2] is None:
                return None
            return Raised(arg[1], arg[2], names.get("exception_type") == "UNHANDLED")
        at = at.f_back
    return None


class Errors:
    """Which errors debugpy has to stop for."""

    def __init__(self) -> None:
        self.probes: Tuple[Any, ...] = ()
        #: As debugpy has them.
        self._set: List[str] = []
        #: debugpy asks before it stops.
        self.asks = False
        #: By thread, the error that it was told to stop for.
        self._judged: Dict[int, int] = {}

    def follow(self, probes: Sequence[Any]) -> bool:
        """True when debugpy has to be told."""
        before = self.wanted
        self.probes = tuple(probes)
        return self.wanted != before

    @property
    def wanted(self) -> List[str]:
        return sorted({_filters[str(event_of(one))] for one in self.probes})

    def meant(self, kind: Any, uncaught: bool) -> List[Any]:
        """Those that ask for errors of that class."""
        return [one for one in self.probes if _means(one, kind, uncaught)]

    def judge(self, error: Any) -> None:
        """This thread stops for it; the hub asks once more when debugpy has stopped it."""
        # Its number alone: whoever keeps an error keeps the frames that it went through.
        self._judged = {**self._judged, get_ident(): id(error)}

    def was_judged(self, error: Any) -> bool:
        """Once."""
        judged = self._judged.get(get_ident())
        self._judged = {ident: one for ident, one in self._judged.items() if ident != get_ident()}
        return judged == id(error)

    def answered(self, filters: Sequence[str], asks: bool) -> None:
        self._set = list(filters)
        self.asks = asks

    def forget_answers(self) -> None:
        self._set = []

    def is_set(self, probe: Any) -> bool:
        return _filters[str(event_of(probe))] in self._set

    def stands(self, probe: Any, is_in: bool) -> Dict[str, Any]:
        if probe not in self.probes:
            return {"state": "gone", "reason": "It did what it was for, or its time is over."}
        if not is_in or not self.is_set(probe):
            return {"state": "waiting", "reason": "debugpy is being attached."}
        of = of_raised if event_of(probe) == "throw" else of_uncaught
        return {
            "state": "bound",
            "mechanism": "debugpy",
            "places": [],
            "reason": " ".join([of, *([] if self.asks else [of_each_stop])]),
        }
