"""awaiting: where a task waits: its coroutines from the outermost to the one that is suspended."""

from __future__ import annotations

from .. import chains, runtime, stacks

max_chain = 64


def suspended(task: object) -> list:
    """(code, offset) of each coroutine of a task, outermost first. Empty where it cannot be known."""
    try:
        return [(frame.f_code, frame.f_lasti) for _, frame in chains.links(chains.coroutine_of(task))[:max_chain] if frame is not None]
    except Exception:
        return []


def of_task(task: object, flow: object) -> dict | None:
    """The site of the innermost line of the user's that it awaits at."""
    return site_of(suspended(task), flow)


def site_of(chain: list, flow: object) -> dict | None:
    frames = [stacks.Frame(code, *stacks.position_of(code, lasti)) for code, lasti in reversed(chain)]
    for wanted in (("user",), ("user", "package")):
        for frame in frames:
            if frame.kind in wanted:
                return stacks.site_of(frame, frames, flow)
    return stacks.site_of(frames[0], frames, flow) if frames else None


def waits_at(site: dict | None) -> str:
    return "" if site is None else f" It waits at {site['file'].rpartition('/')[2]}:{site['line']}."


def raised(error: object) -> object:
    """Where an error was raised, as a trace: innermost first. None where it was not raised yet."""
    taken: list = []
    at = getattr(error, "__traceback__", None)
    while at is not None and len(taken) < 2 * stacks.max_frames:
        taken[:0] = (at.tb_frame.f_code, at.tb_lasti)
        at = at.tb_next
    if not taken:
        return None
    trace = stacks.Trace(0, most=0)
    trace._taken = taken
    return trace


def flow_of(task: object) -> object:
    tasks = None if task is None else runtime.get()._parts.get("tasks")
    return None if tasks is None else tasks.flow_of(task)
