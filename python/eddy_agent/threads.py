"""Threads of ours: out of the program's sight, out of its signals, and left alone by a debugger."""

from __future__ import annotations

from .native import get_ident, getpid, new_lock, sys

#: Of the thread that loads us: the program's first.
first = get_ident()


def run(line, fn, *given) -> None:
    """The whole of a thread of ours."""
    me = get_ident()
    line.threads.append(me)
    try:
        _block_signals()
        if is_marked():
            mark()
        fn(*given)
    finally:
        line.threads.remove(me)


def _block_signals() -> None:
    """A signal that this thread took would wake nobody who waits for it."""
    try:
        import _signal

        _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
    except (ImportError, AttributeError, ValueError, OSError):
        pass


def is_marked() -> bool:
    return "pydevd" in sys.modules


def mark() -> None:
    """In a thread of ours: pydevd neither traces nor stops it. To be called before pydevd looks at threads."""
    threading = sys.modules.get("threading")
    if threading is None:
        return
    me = threading.current_thread()
    me.pydev_do_not_trace = True
    me.is_pydev_daemon_thread = True
    me.name = "eddy"


def hide(idents: list) -> None:
    """In any thread, before a debugger is loaded: threads of ours are known to `threading` and marked."""
    threading = load_threading()
    for ident in idents:
        if ident in threading._active:
            one = threading._active[ident]
        else:
            one = _shown(threading, ident)
        one.pydev_do_not_trace = True
        one.is_pydev_daemon_thread = True


def load_threading():
    """Up to Python 3.12 it takes the thread that imports it first for the program's main one, whose end it waits for."""
    was_here = "threading" in sys.modules
    import threading

    main = getattr(threading, "_main_thread", None)
    if not was_here and main is not None and main._ident != first:
        with threading._active_limbo_lock:
            _make_first(threading, main)
    return threading


def _make_first(threading, main) -> None:
    threading._active.pop(main._ident, None)
    main._ident = first
    threading._active[first] = main
    if sys.platform == "linux" and hasattr(main, "_native_id"):
        main._native_id = getpid()
    if hasattr(main, "_tstate_lock"):
        # It stood for the end of this thread; the main one's is never waited for.
        getattr(threading, "_shutdown_locks", set()).discard(main._tstate_lock)
        main._tstate_lock = new_lock()
        main._tstate_lock.acquire()


def _shown(threading, ident: int):
    one = threading.Thread(name="eddy", daemon=True)
    one._ident = ident
    one._started.set()
    with threading._active_limbo_lock:
        threading._active[ident] = one
    return one
