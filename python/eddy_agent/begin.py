"""Puts the parts together, once a process, before the program's first line."""

from __future__ import annotations

from . import ending, forks, heirs, imports, stacks, used
from .line import Line
from .native import getpid, monotonic, os, sys
from .options import Options
from .orders import Orders
from .runtime import open_runtime
from .secret_words import hide_in_words

_begun = False
#: Parts that hook in: each module has install(rt). These are there from the start,
parts = ("probes", "served")
#: and these as soon as the program imports asyncio: one that does not has nothing that they look at.
parts_of_asyncio = ("asyncio_hooks", "activity", "scopes", "locks", "generators", "blocked", "pending", "findings")


def begin() -> None:
    global _begun
    if _begun or not (os.environ.get("EDDY_HUB") or os.environ.get("EDDY_OPTIONS")):
        return
    options = options_or_told()
    if options is None or not (options.address or options.files):
        return
    _begun = True
    rt = open_runtime(options)
    rt.listening = rt.options.events
    orders = Orders(rt)
    rt.part("orders", lambda: orders)
    rt.gauge("process", used.process_figures)

    def open_line() -> None:
        rt.line = new_line(rt, orders)
        with rt.guard("line"):
            rt.line.start()

    open_line()
    rt.every(state_seconds(rt), lambda: tell_state(rt))
    with rt.guard("end"):
        ending.watch(rt, lambda: about(rt))
    with rt.guard("forks"):
        forks.watch(rt, open_line)
    with rt.guard("children"):
        heirs.install(rt)
    with rt.guard("settings"):
        apply_settings(rt)
    for name in parts:
        with rt.guard(name):
            install(rt, name)
    for order in ("activity", "explain"):
        rt.on_order(order, lambda ask, order=order: without_asyncio(rt, order, ask))
    rt.on_order("streams", lambda ask: streams(rt, ask))
    # In a program that runs already these are put in at once, and take the orders over.
    for name in parts_of_asyncio:
        imports.after("asyncio", lambda module, name=name: install(rt, name))
    if rt.options.plan is not None:
        with rt.guard("plan"):
            rt.follow(rt.options.plan)
    if rt.options.wait:
        from . import first_line

        with rt.guard("wait"):
            first_line.wait(rt, orders)


def options_or_told():
    """What the environment says, or one line about what is wrong with it: the program runs all the same."""
    if os.environ.get("EDDY_HUB"):
        return Options()
    from .option_words import WrongWords

    try:
        return Options()
    except WrongWords as error:
        os.write(2, f"eddy: EDDY_OPTIONS: {error} The program runs without Eddy.\n".encode())
        return None


def new_line(rt, orders):
    """To the hub, or into files."""
    if rt.options.address:
        return Line(rt, lambda: about(rt), orders)
    from .file_line import FileLine

    return FileLine(rt, lambda: about(rt))


def install(rt, name: str) -> None:
    if name in rt.installed:
        return
    rt.installed.add(name)
    full = f"{__package__}.{name}"
    # Ours is kept compiled, whatever the program wants of its own.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    try:
        __import__(full)
        sys.modules[full].install(rt)
    finally:
        sys.dont_write_bytecode = before


def without_asyncio(rt, order: str, ask: dict) -> dict:
    """Where its threads are can be told of any program."""
    install(rt, "activity")
    return rt.order(order)(ask)


def streams(rt, ask: dict) -> dict:
    """Who never asks does not pay for it."""
    install(rt, "streams")
    return rt.order("streams")(ask)


def apply_settings(rt) -> None:
    """What the configuration says, before the program's first line."""
    settings = rt.options.settings
    if "capture" in settings or "redaction" in settings:
        from . import capture

        capture.configure(settings)
    depth = settings.get("stackDepth")
    if type(depth) is int and depth > 0:
        stacks.max_frames = stacks.max_lines = depth


def about(rt) -> dict:
    """What a target says of itself."""
    told = {
        "id": rt.target,
        "kind": "process",
        "pid": getpid(),
        "thread": 0,
        "node": "",
        "python": ".".join(str(one) for one in sys.version_info[:3]),
        "argv": hide_in_words([sys.executable or "python", *(sys.orig_argv[1:] if hasattr(sys, "orig_argv") else getattr(sys, "argv", []))]),
        "started": rt.started,
        "isolation": True,
        "notes": list(rt.notes),
    }
    if rt.options.parent is not None:
        told["parent"] = rt.options.parent
    return told


def state_seconds(rt) -> float:
    given = rt.options.settings.get("stateEveryMs")
    return given / 1000 if type(given) in (int, float) and given > 0 else 1.0


def tell_state(rt) -> None:
    from_ = monotonic()
    state = rt.state()
    rt.line.say({"say": "state", "target": rt.target, "at": int(from_ and __import__("time").time() * 1000), "state": state})
