"""Stacks, taken cheaply (code and offset of each frame) and read only when somebody asks. No source is read."""

from __future__ import annotations

from .native import os, sys

max_frames = 24
max_lines = 16

_root = os.path.dirname(os.path.abspath(__file__)) + os.sep
_python = tuple(
    {
        os.path.dirname(os.path.abspath(os.__file__)) + os.sep,
        os.path.join(sys.base_prefix, "lib", "python3") + os.sep,
    }
)
_packages = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
_kinds: dict = {}
#: By id of the code and offset: the code, so that the id stays its own, and its line and column.
_positions: dict = {}
#: Code at which a walk ends: below it lies the loop. Filled when asyncio is imported.
bottoms: set = set()


def kind_of(file: str) -> str:
    """'ours', 'python' (standard library, or no file), 'package' or 'user'."""
    kind = _kinds.get(file)
    if kind is None:
        if len(_kinds) > 5_000:
            _kinds.clear()
        kind = _kinds[file] = _kind_of(file)
    return kind


def _kind_of(file: str) -> str:
    if file.startswith(_root):
        return "ours"
    if any(part in file for part in _packages):
        return "package"
    if file.startswith("<frozen") or file.startswith(_python):
        return "python"
    return "user"


class Frame:
    """One line of a stack. `line` and `column` are 1-based; `function` is empty at top level."""

    __slots__ = ("code", "column", "file", "line")

    def __init__(self, code: object, line: int, column: int) -> None:
        self.code = code
        self.file = absolute(code.co_filename)
        self.line = line
        self.column = column

    @property
    def function(self) -> str:
        return function_name(self.code)

    @property
    def kind(self) -> str:
        return kind_of(self.code.co_filename)

    def place(self) -> dict:
        return {"file": self.file, "line": self.line, "column": self.column, "function": self.function}


def absolute(file: str) -> str:
    return file if file.startswith(("/", "<")) else os.path.abspath(file)


def function_name(code: object) -> str:
    name = getattr(code, "co_qualname", code.co_name)
    return "" if name == "<module>" else name


def position_of(code: object, lasti: int) -> tuple:
    """Line and column, 1-based."""
    key = (id(code), lasti)
    known = _positions.get(key)
    if known is not None and known[0] is code:
        return known[1]
    if len(_positions) >= 2_000:
        _positions.clear()
    position = _position_of(code, lasti)
    _positions[key] = (code, position)
    return position


def _position_of(code: object, lasti: int) -> tuple:
    line = code.co_firstlineno
    if hasattr(code, "co_lines"):
        for start, end, at in code.co_lines():
            if start <= lasti < end and at is not None:
                line = at
                break
    else:
        at = 0
        for step, jump in zip(code.co_lnotab[::2], code.co_lnotab[1::2]):
            at += step
            if at > lasti:
                break
            line += jump if jump < 128 else jump - 256
    column = 1
    if hasattr(code, "co_positions") and lasti >= 0:
        for number, one in enumerate(code.co_positions()):
            if number == lasti // 2:
                column = (one[2] or 0) + 1
                break
    return line, column


def frame_here(frame: object) -> Frame:
    """Of a live frame, as it stands."""
    line, column = position_of(frame.f_code, frame.f_lasti)
    return Frame(frame.f_code, frame.f_lineno or line, column)


def taken_from(frame: object, most: int) -> list:
    """Code and offset of each frame, innermost first: what a Trace is made of. Some 60 ns a frame."""
    taken = []
    while frame is not None and most:
        code = frame.f_code
        if code.co_name == "_run" and code in bottoms:
            break
        taken += (code, frame.f_lasti)
        frame = frame.f_back
        most -= 1
    return taken


def trace_of(born: tuple) -> Trace:
    """Of (code, offset, the same of the frame that it called or None), outermost first: the cheapest way to write a stack down."""
    taken: list = []
    at: tuple | None = born
    while at is not None:
        taken[:0] = at[:2]
        at = at[2]
    trace = Trace.__new__(Trace)
    trace._taken = taken
    trace._frames = None
    return trace


class Trace:
    """The stack of whoever makes one; `skip` callers above are left out. Frames of ours are never shown."""

    __slots__ = ("_frames", "_taken")

    def __init__(self, skip: int = 0, frame: object = None, most: int = 0) -> None:
        self._taken = taken_from(frame if frame is not None else sys._getframe(1 + skip), most or max_frames)
        self._frames = None

    @property
    def frames(self) -> list:
        frames = self._frames
        if frames is None:
            taken = self._taken
            frames = self._frames = [
                Frame(code, *position_of(code, lasti))
                for code, lasti in zip(taken[::2], taken[1::2])
                if kind_of(code.co_filename) != "ours"
            ]
            self._taken = ()
        return frames

    @property
    def own(self) -> Frame | None:
        """The innermost frame in the user's code; a package's where there is none, then any."""
        frames = self.frames
        for wanted in (("user",), ("user", "package")):
            for frame in frames:
                if frame.kind in wanted:
                    return frame
        return frames[0] if frames else None

    def site(self, flow: object = None) -> dict | None:
        """As findings have it; None where nothing is known."""
        own = self.own
        if own is None:
            return None
        return site_of(own, self.frames, flow)


def site_of(own: Frame, frames: list, flow: object = None) -> dict:
    site = own.place()
    if flow is not None:
        site["flow"] = flow.id
    site["stack"] = [
        f"{one.function or '<module>'} ({one.file}:{one.line}:{one.column})" for one in frames[:max_lines]
    ]
    return site
