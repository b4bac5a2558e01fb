"""insert: puts a call of ours into a function of a library, in place.

A wrapper would stand in every traceback that passes it, and so change what the program prints. The function's own source
is compiled again with the call in it, at the same lines and columns. It must not know what the calls do.
"""
from __future__ import annotations

from . import inserted, runtime


class CannotInsert(Exception):
    """This function is not as it must be; it was left alone."""


class _Hook:
    """Stands in the constants of the code. What the hook raises never comes out; one that raised a hundred times is removed."""

    __slots__ = ("call",)

    def __init__(self, hook) -> None:
        troubles = [0]

        def call(value: object, *more: object) -> None:
            try:
                if more:
                    hook(value, *more)
                else:
                    hook(value)
            except Exception as error:
                try:
                    troubles[0] += 1
                    runtime.get().trouble(getattr(hook, "__qualname__", "a hook"), error)
                    if troubles[0] == 100:
                        self.call = _nothing
                except Exception:
                    pass  # At the recursion limit not even that can be said.

        self.call = call


def _nothing(*values: object) -> None:
    pass


#: Stands in the constants for a call; what follows says which.
MARK = "\0eddy "


def insert(function: object, names: tuple, start=None, returns=None, end=None) -> None:
    """`start` is called before the body, `returns` before each return, `end` however it ends; with the values of `names`."""
    if type(function) is not type(insert):
        raise CannotInsert(f"{function!r} is not a Python function")
    code = function.__code__
    hooks = {"start": start, "returns": returns, "end": end}
    wanted = [key for key, hook in hooks.items() if hook is not None]
    what = inserted.key_of(function, names, wanted)
    changed = inserted.find(what, code)
    if changed is None:
        from .recompile import recompiled

        changed = recompiled(function, names, set(wanted))
        inserted.put(what, code, changed)
    constants = tuple(
        _Hook(hooks[one[len(MARK) :]]) if isinstance(one, str) and one.startswith(MARK) else one for one in changed.co_consts
    )
    more = {"co_qualname": code.co_qualname} if hasattr(code, "co_qualname") else {}
    function.__code__ = changed.replace(co_consts=constants, **more)
