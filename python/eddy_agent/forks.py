"""A forked child is a target of its own, with a line and an identity of its own."""

from __future__ import annotations

from .native import getpid, os, sys


def watch(rt, open_line) -> None:
    if not hasattr(os, "register_at_fork"):
        return

    def in_child() -> None:
        try:
            if rt.line is not None:
                rt.line.abandon()
            rt.begin_again()
            open_line()
        except Exception as error:
            rt.trouble("fork", error)

    warning = _ForkWarning(rt)
    os.register_at_fork(before=warning.silence, after_in_child=in_child)
    if sys.version_info >= (3, 12):
        rt.every(1.0, warning.forget)


class _ForkWarning:
    """
    From 3.12 on Python warns who forks with more than one thread. A program whose only other threads are ours is not to hear that;
    one that has threads of its own is.
    """

    def __init__(self, rt) -> None:
        self._rt = rt
        self._ours: list = []

    def silence(self) -> None:
        if sys.version_info < (3, 12):
            return
        with self._rt.guard("fork warning"):
            self.forget()
            line = self._rt.line
            ours = set() if line is None else set(line.threads)
            if len(set(sys._current_frames()) - ours) > 1:
                return
            for name in ("fork", "forkpty"):
                text = (
                    f"This process (pid={getpid()}) is multi-threaded, "
                    f"use of {name}() may lead to deadlocks in the child."
                )
                # Words that are compared as they are; put first, because the program's own filters may say more.
                self._put(("ignore", text, DeprecationWarning, None, 0))

    def _put(self, entry: tuple) -> None:
        filters = _filters()
        filters.insert(0, entry)
        self._ours.append((filters, entry))
        _mutated()

    def forget(self) -> None:
        if not self._ours:
            return
        for filters, entry in self._ours:
            if entry in filters:
                filters.remove(entry)
        self._ours = []
        _mutated()


def _filters() -> list:
    import _warnings

    return getattr(sys.modules.get("warnings"), "filters", _warnings.filters)


def _mutated() -> None:
    import _warnings

    tell = getattr(_warnings, "_filters_mutated", None) or getattr(_warnings, "_filters_mutated_lock_held", None)
    if tell is not None:
        tell()
