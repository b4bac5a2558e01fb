"""
Steps that stay in one flow. debugpy's own step goes on in whatever the thread runs next, which at an await is another task. Here a
step is breakpoints on all lines where it may end, which only that very run of the function meets: its frame is the same
object before and after an await.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import types
from typing import Any, Dict, Iterator, List, Optional, Set, Tuple

from .. import stacks
from ..native import now_ms

_most_callers = 20


class Step:
    def __init__(self, probe: Any, word: str, frame: Any, until: Optional[int]) -> None:
        self.probe = probe
        self.word = word
        self.until = until
        callers = list(_callers(frame))
        #: Where it may end: these very runs.
        self.frames: List[Any] = callers if word == "out" else [frame, *callers]
        #: Functions that the line calls: entered by this frame, the step ends in them.
        self.called: Set[types.CodeType] = _called_by(frame) if word == "into" else set()
        self.start = frame

    def ends_at(self, frame: Any) -> bool:
        if any(one is frame for one in self.frames):
            return True
        return frame.f_code in self.called and self._comes_from_start(frame)

    def lines(self) -> Iterator[Tuple[str, int]]:
        for code in {*(one.f_code for one in self.frames), *self.called}:
            file = stacks.absolute(code.co_filename)
            for line in lines_of(code):
                yield file, line

    def _comes_from_start(self, frame: Any) -> bool:
        at = frame.f_back
        for _ in range(_most_callers):
            if at is None or at is self.start:
                return at is not None
            at = at.f_back
        return False


class Steps:
    def __init__(self) -> None:
        self._steps: List[Step] = []

    def __len__(self) -> int:
        return len(self._steps)

    def start(self, step: Step) -> None:
        self._steps.append(step)

    def here(self, frame: Any) -> Optional[Step]:
        for step in self._steps:
            if step.ends_at(frame):
                return step
        return None

    def end(self, step: Step) -> None:
        self._steps = [one for one in self._steps if one is not step]

    def end_where(self, is_over: Any) -> bool:
        """True when there were any."""
        before = len(self._steps)
        self._steps = [one for one in self._steps if not is_over(one)]
        return len(self._steps) < before

    def drop_old(self) -> bool:
        now = now_ms()
        return self.end_where(lambda one: one.until is not None and now >= one.until)

    def lines(self) -> Dict[str, Set[int]]:
        found: Dict[str, Set[int]] = {}
        for step in self._steps:
            for file, line in step.lines():
                found.setdefault(file, set()).add(line)
        return found


def lines_of(code: types.CodeType) -> Set[int]:
    if hasattr(code, "co_lines"):
        lines = {line for _, _, line in code.co_lines() if line is not None}
    else:
        import dis

        lines = {line for _, line in dis.findlinestarts(code)}
    # The line of `def` belongs to who defines it, and to the first step into it, before any of its names is there.
    return {line for line in lines if line > code.co_firstlineno} or lines


def _callers(frame: Any) -> Iterator[Any]:
    at = frame.f_back
    for _ in range(_most_callers):
        if at is None or at.f_code in stacks.bottoms:
            return
        if stacks.kind_of(at.f_code.co_filename) == "user":
            yield at
        at = at.f_back


def _called_by(frame: Any) -> Set[types.CodeType]:
    """Functions whose calls are written in the statement that runs. Names are looked up; no property of the program's runs."""
    found: Set[types.CodeType] = set()
    for call in _calls_at(stacks.absolute(frame.f_code.co_filename), frame.f_lineno):
        value = _look_up(call.func, frame)
        code = _code_of(value)
        if code is not None and stacks.kind_of(code.co_filename) == "user":
            found.add(code)
    return found


def _calls_at(file: str, line: int) -> List[ast.Call]:
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
    except (SyntaxError, ValueError, RecursionError):
        return []
    best: Optional[ast.stmt] = None
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno):
            if best is None or node.lineno >= best.lineno:
                best = node
    if best is None:
        return []
    # Of an `if` or a loop its head alone.
    parts = ("body", "orelse", "finalbody", "handlers") if hasattr(best, "body") else ()
    inner = [one for part in parts for one in getattr(best, part, [])]
    skipped = {id(one) for part in inner for one in ast.walk(part)}
    return [one for one in ast.walk(best) if isinstance(one, ast.Call) and id(one) not in skipped]


def _look_up(node: ast.expr, frame: Any) -> Any:
    if isinstance(node, ast.Name):
        for names in (frame.f_locals, frame.f_globals):
            if node.id in names:
                return names[node.id]
        return None
    if isinstance(node, ast.Attribute):
        owner = _look_up(node.value, frame)
        return None if owner is None else inspect.getattr_static(owner, node.attr, None)
    return None


def _code_of(value: Any) -> Optional[types.CodeType]:
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    if isinstance(value, type):
        value = inspect.getattr_static(value, "__init__", None)
    if isinstance(value, types.MethodType):
        value = value.__func__
    for _ in range(10):
        wrapped = getattr(value, "__dict__", {}).get("__wrapped__") if isinstance(value, types.FunctionType) else None
        if wrapped is None:
            break
        value = wrapped
    return value.__code__ if isinstance(value, types.FunctionType) else None
