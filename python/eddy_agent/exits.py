"""
exits: the status of `sys.exit`. Nothing in Python tells it at a program's end: Python itself asks the error that was raised for its `code`,
when no frame is left, and so `sys.exit` raises one that hears of that. An error that the program catches is asked by the program.
"""

from __future__ import annotations

from _functools import partial

from .native import get_ident, getframe, sys
from .threads import first


class Seen:
    """`status` is None until Python asked for one, to end the process with it."""

    status: int | None = None


seen = Seen()


class _SystemExit(SystemExit):
    @property
    def code(self):
        code = super().code
        try:
            getframe(1)
        except ValueError:
            seen.status = _status_of(code)
        return code

    @code.setter
    def code(self, value) -> None:
        SystemExit.code.__set__(self, value)

    def __reduce__(self):
        return SystemExit, self.args


_SystemExit.__name__ = _SystemExit.__qualname__ = "SystemExit"
_SystemExit.__module__ = "builtins"


def _status_of(code: object) -> int:
    if code is None:
        return 0
    return code & 0xFF if isinstance(code, int) else 1


def _raised_by(status: object) -> object:
    """What Python makes of the word that it is given. In another thread no status is asked for, and the error's class is compared with `==`."""
    if isinstance(status, SystemExit) or get_ident() != first:
        return status
    if status is None:
        return _SystemExit()
    return _SystemExit(*status) if isinstance(status, tuple) else _SystemExit(status)


class _Raises:
    """Raises in Python's own code, so that no frame of ours is in the error's traceback."""

    def __get__(self, made, kind=None):
        return partial(next, made.raises)


def watch() -> None:
    own = sys.exit

    class exit:
        __slots__ = ("raises",)
        __doc__ = own.__doc__

        def __new__(cls, status=None, /):
            made = object.__new__(cls)
            made.raises = map(own, (_raised_by(status),))
            return made

        __init__ = _Raises()

    exit.__qualname__ = "exit"
    exit.__module__ = "sys"
    sys.exit = exit
