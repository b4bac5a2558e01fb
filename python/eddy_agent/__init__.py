"""
eddy_agent: what Eddy puts into a Python program. It sees flows, tasks, scopes and locks, and tells the hub named by EDDY_HUB. It
owns nothing of the program: it never raises into it, never makes it wait beyond 100 ms at its end (1 s where a hub of another machine is
being dialled just then), and prints nothing.

Standard library only, Python 3.9 and later. At start it imports nothing that a program may have a file of its own for: see `native`.

How to hook in (each part has a function `install(rt)` that is called once, in the program's main thread):
  rt = runtime.get()                      the one Runtime of this process, after start()
  imports.after("anyio._backends._asyncio", fn)   calls fn(module) right after the import, or now when it is there
  rt.emit(kind, flow, data)               an event; does nothing unless somebody listens (rt.listening)
  rt.tell(kind, flow, session, data)      an event that a session asked for: snap, log, stopped
  rt.section("scopes", list_fn)           list_fn() -> {total, live, items, dropped, summary?}, asked for in the agent's thread
  rt.gauge("loop", read_fn)               figures of the report's `system`
  rt.on_order("variables", fn)            fn(ask: dict) -> answer: dict, in the reader's thread; raise orders.Refused(code, message)
  rt.on_plan(fn)                          fn(plan: dict) -> list of bindings
  rt.say_finding(key, finding)            a group of findings as it stands; count 0 takes it back
  rt.every(seconds, fn)                   fn() in the agent's thread, never in the program's
  rt.at_end(fn)                           fn() before the last words, in the thread that ends the program
  rt.after_fork(fn)                       fn() in a forked child, where a new target begins
  flows.current()                         the flow that runs here; flow.hold(thing) / flow.let_go(thing): thing.owner_ended(flow)
  stacks.Trace(skip)                      a stack, taken cheaply, read only when asked: .own, .site(flow)
  with guard("what"): …                   what it raises is counted in `dropped` and never raised
"""

from __future__ import annotations


def start() -> None:
    """Once a process. Whatever fails here leaves the program as if we were not there."""
    try:
        if is_main_interpreter():
            from . import begin

            begin.begin()
    except Exception:
        pass


def is_main_interpreter() -> bool:
    """One inside the process may not leave a thread behind, and ends the process where it does."""
    try:
        import _interpreters as interpreters
    except ImportError:
        try:
            import _xxsubinterpreters as interpreters
        except ImportError:
            return True
    current = interpreters.get_current()
    return int(current[0] if isinstance(current, tuple) else current) == 0
