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
from . import entrance

_suspended = 2


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
    _hide(rt.line.threads)


def load(rt: Any) -> None:
    """Returns at once. It is imported meanwhile; why it cannot be is told when it is to connect."""
    if "pydevd" in sys.modules:
        return

    def run() -> None:
        _hide([get_ident()])
        with contextlib.suppress(BaseException):
            entrance.load()
        _unhide([get_ident()])

    start_thread(run, ())


def connect(rt: Any, host: str, port: int, token: str, done: Any) -> None:
    """Returns at once; `done(error)` is called in a thread of ours, with None when debugpy is there."""
    _hide(rt.line.threads)

    def run() -> None:
        try:
            _hide([*rt.line.threads, get_ident()])
            entrance.dial((host, port), token)
            _own["debugger"] = _pydevd()
            error = None
        except BaseException as cause:  # pydevd leaves by SystemExit where it cannot connect.
            error = f"debugpy could not be let in: {type(cause).__name__}: {cause}"
        _unhide([get_ident()])
        done(error)

    start_thread(run, ())


def resume() -> None:
    """Every thread that is suspended goes on, also when debugpy is gone already."""
    lifecycle = sys.modules.get("_pydevd_bundle.pydevd_thread_lifecycle")
    if lifecycle is not None:
        lifecycle.resume_threads("*")


def is_suspended(ident: int) -> bool:
    thread = threading._active.get(ident)  # type: ignore[attr-defined]
    info = getattr(thread, "additional_info", None)
    return info is not None and info.pydev_state == _suspended


def ask_at_errors(meets: Callable[[Any, Any, bool], bool]) -> bool:
    """
    What debugpy's protocol has no words for: `meets(error, trace, uncaught)` says in the thread that raises whether it stops. False:
    this debugpy cannot be asked so, and stops for each.
    """
    debugger = _pydevd()
    _ask_no_more()
    try:
        plugin = _plugin_of(debugger)
        at_raise, at_end, find = (getattr(*one) for one in _at_errors(debugger, plugin))
    except AttributeError:
        return False

    def raised(*given: Any) -> Any:
        # Before it stand frame, thread and such; behind it, in newer ones, whether the function is only being left.
        arg = next((one for one in reversed(given) if _is_error(one)), None)
        if arg is not None and given[-1] is not True and meets(arg[1], arg[2], False):
            return True, arg[2].tb_frame
        return at_raise(*given)

    def ends(thread: Any, frame: Any, frames: Any, arg: Any) -> Any:
        return at_end(thread, frame, frames, arg) if meets(arg[1], arg[2], True) else None

    def found(kind: Any, known: Any) -> Any:
        return None if known is debugger.break_on_caught_exceptions else find(kind, known)

    plugin.exception_break, debugger.do_stop_on_unhandled_exception, debugger.get_exception_breakpoint = raised, ends, found
    _own["asked"] = list(zip(_at_errors(debugger, plugin), (at_raise, at_end, find)))
    return True


def _plugin_of(debugger: Any) -> Any:
    is_new = debugger.plugin is None
    plugin = debugger.get_plugin_lazy_init()
    if is_new and "after_breakpoints_consolidated" in vars(plugin):
        # In older ones what stands there for no plugin takes one word less than it is given, and no line is set any more.
        plugin.after_breakpoints_consolidated = lambda *_: None
    return plugin


def _at_errors(debugger: Any, plugin: Any) -> Any:
    return (
        (plugin, "exception_break"),
        (debugger, "do_stop_on_unhandled_exception"),
        (debugger, "get_exception_breakpoint"),
    )


def _is_error(one: Any) -> bool:
    """As `sys.exc_info` gives it."""
    return type(one) is tuple and len(one) == 3 and isinstance(one[1], BaseException) and one[2] is not None


def _ask_no_more() -> None:
    for (owner, name), before in _own.pop("asked", ()):
        setattr(owner, name, before)


def detach(rt: Any, hang_up: bool = False) -> None:
    """
    What runs goes on as fast as before; nothing of debugpy's stays but its modules. `hang_up`: nobody is left who ends the
    adapter; it ends when its line does.
    """
    debugger = _own.get("debugger")
    # It goes by itself, too, when its line has ended: then it has left its trace function behind.
    if debugger is None or _pydevd() not in (debugger, None):
        return
    _ask_no_more()
    if _own.get("stays"):
        # The program has it for others, too.
        _own.clear()
        _unhide(_shown)
        return
    from _pydevd_bundle.pydevd_api import PyDevdAPI

    PyDevdAPI().request_disconnect(debugger, resume_threads=True)
    debugger.dispose_and_kill_all_pydevd_threads()
    _forget(debugger)
    # One may have been suspended meanwhile.
    resume()
    _stop_tracing_everywhere()
    if hang_up:
        # pydevd's reader waits there for the other side to go first.
        with contextlib.suppress(AttributeError, OSError):
            debugger.reader.sock.shutdown(socket.SHUT_RDWR)
    _own.clear()
    _unhide(_shown)


def _forget(debugger: Any) -> None:
    """It may be going already: who was first says that it is gone after all its threads are, and until then it would be somebody's."""
    constants = sys.modules["_pydevd_bundle.pydevd_constants"]
    if constants.get_global_debugger() is debugger:
        constants.set_global_debugger(None)


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
    entrance.forget_after_fork()
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


def _hide(own: Iterable[int]) -> None:
    """pydevd neither traces nor suspends a thread that says so; one that `threading` does not know cannot say it."""
    known = threading._active  # type: ignore[attr-defined]
    own = list(own)
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
