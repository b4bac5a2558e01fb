"""
debugpy in this process: let in, told to go on, put out. What it knows of breakpoints comes from the hub, by its own protocol; here
is only what nobody outside can do. It is asked for in threads of the agent's, never in the program's.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import socket
import sys
import threading
from typing import Any, Callable, Dict, Iterable

from .. import threads
from ..native import get_ident, start_thread
from .environment import SetForAMoment

_suspended = 2
_quiet = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}


class CannotAttach(Exception):
    """Why not, and what to do; for people."""


def where() -> str:
    """The folder that debugpy is imported from."""
    try:
        found = importlib.util.find_spec("debugpy")
    except (ImportError, ValueError):
        found = None
    if found is None or not found.submodule_search_locations:
        raise CannotAttach(
            f"A probe in Python needs debugpy, which {sys.executable} does not have."
            " Install it there: python -m pip install debugpy, or on Debian: apt install python3-debugpy."
        )
    return os.path.dirname(os.path.abspath(list(found.submodule_search_locations)[0]))


def is_foreign() -> bool:
    """Whether somebody else debugs this process already."""
    debugger = _pydevd()
    return debugger is not None and not _own.get("debugger") is debugger


_own: Dict[str, Any] = {}
#: Threads of ours that `threading` was shown, as what it has them.
_shown: Dict[int, Any] = {}


def _pydevd() -> Any:
    module = sys.modules.get("pydevd")
    get = getattr(module, "get_global_debugger", None)
    return None if get is None else get()


def adopt(rt: Any, is_ours: bool) -> None:
    """debugpy is here already, and the hub speaks to it. `is_ours`: it came for us, and goes with us."""
    _own["debugger"] = _pydevd()
    _own["stays"] = not is_ours
    _hide(rt)


def connect(rt: Any, host: str, port: int, token: str, done: Any) -> None:
    """Returns at once; `done(error)` is called in a thread of ours, with None when debugpy is there."""
    _hide(rt)

    def run() -> None:
        try:
            _hide(rt)
            _connect(host, port, token)
            error = None
        except BaseException as cause:  # pydevd leaves by SystemExit where it cannot connect.
            error = f"debugpy could not be let in: {type(cause).__name__}: {cause}"
        _unhide([get_ident()])
        done(error)

    start_thread(run, ())


def _connect(host: str, port: int, token: str) -> None:
    with SetForAMoment(_quiet):
        import debugpy

        # Children have agents of their own, and so debuggers of their own.
        debugpy.configure(subProcess=False)
        debugpy.connect((host, port), access_token=token)
        _own["debugger"] = _pydevd()
        _send_at_once(_own["debugger"])


def _send_at_once(debugger: Any) -> None:
    """A message in parts otherwise waits some 40 ms for its first to be acknowledged."""
    with contextlib.suppress(AttributeError, OSError):
        debugger.writer.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def resume() -> None:
    """Every thread that is suspended goes on, also when debugpy is gone already."""
    lifecycle = sys.modules.get("_pydevd_bundle.pydevd_thread_lifecycle")
    if lifecycle is not None:
        lifecycle.resume_threads("*")


def is_suspended(ident: int) -> bool:
    thread = threading._active.get(ident)  # type: ignore[attr-defined]
    info = getattr(thread, "additional_info", None)
    return info is not None and info.pydev_state == _suspended


def ask_at_errors(condition: str, may_mean: Callable[[Any, bool], bool], is_new: Callable[[Any], bool]) -> None:
    """
    What debugpy's protocol has no words for, and spares most stops: a condition of its exception breakpoints, and which errors
    concern us, by their class and trace. A debugpy that has none of these stops more often.
    """
    debugger = _pydevd()
    for name in ("break_on_caught_exceptions", "break_on_uncaught_exceptions"):
        for one in list(getattr(debugger, name, None) or {}):
            with contextlib.suppress(AttributeError, KeyError):
                getattr(debugger, name)[one].condition = condition
    _ask_no_more(debugger)
    find, leaves_out = (getattr(debugger, name, None) for name in _at_errors)
    if find is None or leaves_out is None:
        return

    def found(kind: Any, known: Any) -> Any:
        is_meant = may_mean(kind, known is debugger.break_on_uncaught_exceptions)
        return find(kind, known) if is_meant else None

    def left_out(breakpoint: Any, trace: Any) -> Any:
        return not is_new(trace) or leaves_out(breakpoint, trace)

    debugger.get_exception_breakpoint, debugger.exclude_exception_by_filter = found, left_out
    _own["asked"] = (find, leaves_out)


_at_errors = ("get_exception_breakpoint", "exclude_exception_by_filter")


def _ask_no_more(debugger: Any) -> None:
    for name, before in zip(_at_errors, _own.pop("asked", ())):
        setattr(debugger, name, before)


def detach(rt: Any, hang_up: bool = False) -> None:
    """
    What runs goes on as fast as before; nothing of debugpy's stays but its modules. `hang_up`: nobody is left who ends the
    adapter; it ends when its line does.
    """
    debugger = _pydevd()
    if debugger is None or _own.get("debugger") is not debugger:
        return
    _ask_no_more(debugger)
    if _own.get("stays"):
        # The program has it for others, too.
        _own.clear()
        _unhide(_shown)
        return
    from _pydevd_bundle.pydevd_api import PyDevdAPI

    PyDevdAPI().request_disconnect(debugger, resume_threads=True)
    debugger.dispose_and_kill_all_pydevd_threads()
    # One may have been suspended meanwhile.
    resume()
    _stop_tracing_everywhere()
    if hang_up:
        # pydevd's reader waits there for the other side to go first.
        with contextlib.suppress(AttributeError, OSError):
            debugger.reader.sock.shutdown(socket.SHUT_RDWR)
    _own.clear()
    _unhide(_shown)


def leave_at_end(before: Callable[[], None]) -> None:
    """debugpy keeps a program for up to a second after its last line. `before` is called when it has come there."""

    def leave() -> None:
        before()
        debugger = _pydevd()
        if debugger is None or _own.get("debugger") is not debugger or _own.get("stays") or _others_run():
            return
        atexit.unregister(sys.modules["pydevd"].stoptrace)
        _stop_tracing()
        debugger.dispose_and_kill_all_pydevd_threads(wait=False)

    # Before Python waits for threads: one of debugpy's is among those.
    register = getattr(threading, "_register_atexit", atexit.register)
    with contextlib.suppress(RuntimeError):
        register(leave)


def _stop_tracing() -> None:
    """Of this thread. pydevd stands in for `sys.settrace` and complains of whoever calls it."""
    holder = getattr(sys.modules.get("pydevd_tracing"), "TracingFunctionHolder", None)
    (getattr(holder, "_original_tracing", None) or sys.settrace)(None)


def _stop_tracing_everywhere() -> None:
    """pydevd leaves its trace function in every thread, which pays for it at each call from then on."""
    if hasattr(threading, "settrace_all_threads"):
        threading.settrace_all_threads(None)
        return
    import ctypes

    api = ctypes.pythonapi
    set_trace = getattr(api, "_PyEval_SetTrace", None)
    if set_trace is None:
        return
    for name in ("PyInterpreterState_Main", "PyInterpreterState_ThreadHead", "PyThreadState_Next"):
        getattr(api, name).restype = ctypes.c_void_p
    state = api.PyInterpreterState_ThreadHead(ctypes.c_void_p(api.PyInterpreterState_Main()))
    while state:
        set_trace(ctypes.c_void_p(state), None, None)
        state = api.PyThreadState_Next(ctypes.c_void_p(state))


def _others_run() -> bool:
    main = threading.main_thread()
    return any(
        one is not main and not one.daemon and not getattr(one, "is_pydev_daemon_thread", False)
        for one in list(threading._active.values())  # type: ignore[attr-defined]
    )


def forget_after_fork() -> None:
    """In a forked child: the debugger is the parent's, its threads are not here, and its socket is not ours to speak over."""
    debugger = _pydevd()
    _own.clear()
    _shown.clear()
    if debugger is None:
        return
    import pydevd
    from _pydev_bundle.pydev_monkey import undo_patch_thread_modules

    undo_patch_thread_modules()
    for part in (getattr(debugger, "writer", None), getattr(debugger, "reader", None)):
        try:
            # Closed here; shut down it would be for the parent, too.
            part.sock.close()
        except Exception:
            pass
    pydevd.settrace_forked(setup_tracing=False)
    _stop_tracing()
    threading.settrace(None)  # type: ignore[arg-type]


def _hide(rt: Any) -> None:
    """pydevd neither traces nor suspends a thread that says so; one that `threading` does not know cannot say it."""
    known = threading._active  # type: ignore[attr-defined]
    own = [*rt.line.threads, get_ident()]
    new = [one for one in own if one not in known]
    threads.hide(own)
    _shown.update((one, known[one]) for one in new if one in known)


def _unhide(idents: Iterable[int]) -> None:
    """The number of a thread that has ended may be another's, which is not ours to take away."""
    known = threading._active  # type: ignore[attr-defined]
    for ident in list(idents):
        shown = _shown.pop(ident, None)
        if shown is not None and known.get(ident) is shown:
            del known[ident]


def python() -> str:
    return sys.executable or "python3"
