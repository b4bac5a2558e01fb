"""Whether debugpy is in this process, and which lines it has. What it has to do is asked of the hub, which drives it."""

from __future__ import annotations

import threading
from typing import Any, Callable, Dict, Optional

from ..orders import Refused
from . import debugger
from .errors import Errors
from .lines import Points

in_seconds = 5.0

foreign = (
    "This process is debugged by another debugpy client already."
    " Let that one go first, or start the program without it."
)


class Attached:
    """
    `on_change`: what is bound may be another; `on_gone`: whatever is stopped is let go; `meets(error, trace, uncaught)`: whether
    the thread that raises it stops.
    """

    def __init__(
        self,
        rt: Any,
        on_change: Callable[[], None],
        on_gone: Callable[[str], None],
        meets: Callable[[Any, Any, bool], bool],
    ) -> None:
        self._rt = rt
        self._meets = meets
        self._on_change = on_change
        self._on_gone = on_gone
        #: debugpy is in, and sees every thread.
        self.is_in = False
        #: Why it cannot be had.
        self.trouble: Optional[str] = None
        #: Counts up with what is asked for; `_set` is the last that debugpy has.
        self.revision = 0
        self._set = 0
        self._changed = threading.Condition(threading.Lock())
        self._is_watching_end = False
        self._is_ending = False

    def ask(self, points: Points, errors: Errors) -> None:
        """debugpy is to have these lines and no others, and to stop for these errors."""
        self.revision += 1
        is_empty = len(points) == 0 and not errors.wanted
        try:
            where = "" if is_empty else debugger.where()
        except debugger.CannotAttach as error:
            self.fail(str(error))
            return
        if not is_empty and debugger.is_foreign():
            self.fail(foreign)
            return
        wanted = {"revision": self.revision, "python": debugger.python(), "debugpy": where, "files": points.told()}
        if errors.wanted:
            wanted["errors"] = errors.wanted
        self._rt.line.say({"say": "breakpoints", "target": self._rt.target, "wanted": wanted}, True)
        if not is_empty and not self.is_in:
            debugger.load(self._rt)

    def wait_until_set(self, is_empty: bool, seconds: float) -> None:
        """Until debugpy has what was asked for up to now, or cannot."""
        wanted = self.revision

        def is_over() -> bool:
            return self.trouble is not None or (self._set >= wanted and (self.is_in or is_empty))

        self._wait(is_over, seconds)

    def connect(self, ask: Dict[str, Any]) -> None:
        if debugger.is_foreign():
            raise Refused("refused", foreign)
        if not self._is_watching_end:
            self._is_watching_end = True
            debugger.leave_at_end(self._at_end)
        debugger.connect(self._rt, ask["host"], int(ask["port"]), ask["token"], self._done)

    def adopt(self, is_ours: bool) -> None:
        debugger.adopt(self._rt, is_ours)
        self.is_in = True

    def answered(self, points: Points, errors: Errors, given: Dict[str, Any]) -> None:
        if given.get("files") or given.get("errors"):
            # Who asked is answered with what holds: debugpy has the lines, and is about to see the threads.
            self._wait(lambda: self.is_in or self.trouble is not None, in_seconds)
        for file in given.get("files", []):
            for line in file["lines"]:
                points.answered(file["file"], line["line"], line.get("at"), line.get("why"))
        asks = self.is_in and bool(given.get("errors")) and debugger.ask_at_errors(self._meets)
        errors.answered(given.get("errors", []), asks)
        self._on_change()
        with self._changed:
            self._set = max(self._set, int(given["revision"]))
            self._changed.notify_all()

    def fail(self, why: str) -> None:
        if self._is_ending:
            return
        self.trouble = why
        self._on_change()
        self._on_gone("debugpy is gone")
        with self._changed:
            self._changed.notify_all()

    def detach(self, hang_up: bool = False) -> None:
        self.is_in = False
        with self._rt.guard("detach"):
            debugger.detach(self._rt, hang_up)

    def forked(self) -> None:
        """In a forked child: all of that was the parent's."""
        self._changed = threading.Condition(threading.Lock())
        self.is_in = self._is_watching_end = False
        self.trouble = None
        self._set = self.revision
        debugger.forget_after_fork()

    def _wait(self, is_over: Callable[[], bool], seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(is_over, seconds)

    def _done(self, error: Optional[str]) -> None:
        if error is not None:
            self.fail(error)
            return
        self.is_in = True
        self._on_change()
        with self._changed:
            self._changed.notify_all()

    def _at_end(self) -> None:
        """debugpy goes; that is nobody's trouble any more."""
        self._is_ending = True
