"""The kinds of cancel scopes."""

from __future__ import annotations

from .. import runtime
from . import awaiting
from .looks import Again, Evidence, Kind

_sentences = {
    "generator-suspended": "The generator that entered it rested at a yield, and another task closed it",
    "manual-exit": "It is entered and exited by separate calls, which ran in different tasks",
    "opening-order": "Scopes of one task were closed in the order in which they were opened, not in reverse",
    "step-per-task": "Each step of the generator that entered it runs in a task of its own",
    "loop-per-turn": "It was entered in another event loop",
    "cancel-refused": "The cancellation is delivered again at every turn of the loop, which so never rests",
    "shared-scope": "The scope outlives the call that opened it, so the flow that happened to open it is cancelled with it",
    "unshielded-cleanup": "Clean-up awaits inside a cancelled scope without a shield, and is cut off there",
}

_hints = {
    "generator-suspended": "Close the generator where you stop reading it: async with contextlib.aclosing(stream()).",
    "manual-exit": "Let one task open it, wait for a word to stop, and close it.",
    "opening-order": "Close what was opened last first: one AsyncExitStack a task does.",
    "step-per-task": "Let one task take every step and hand the values over by a queue.",
    "loop-per-turn": "Keep one event loop for the whole conversation, and close in it what was opened in it.",
    "cancel-refused": "Raise the CancelledError on after clean-up; catch it in no loop.",
    "shared-scope": "Give what is shared a task of its own that opens and closes it, and let flows only use it.",
    "unshielded-cleanup": "Put the clean-up's awaits in a scope with a shield and a deadline: move_on_after(5, shield=True).",
}


class Exit:
    """One call that left, or tried to leave, a scope."""

    __slots__ = ("by_loop", "cause", "exited", "flow", "inner", "scope")

    def __init__(self, scope, flow, exited, cause=None, inner=None, by_loop=False) -> None:
        self.scope = scope
        self.flow = flow
        self.exited = exited
        self.cause = cause
        self.inner = inner
        #: The loop closed a generator by itself: its finaliser, or its end.
        self.by_loop = by_loop


def _because(cause: str | None, sentence: str | None = None) -> str:
    return "" if cause is None else f" {sentence or _sentences[cause]} ({cause})."


def _cancelled(scope) -> tuple:
    """The words and the site of its canceller, where it has one."""
    note = scope.note
    if note is None:
        return "", None
    site = None if note.trace is None else note.trace.site(note.flow)
    return f" It was cancelled {note.text()}.", site


def _check_crossed(one: Exit, now: float) -> Evidence:
    scope = one.scope
    words, cancelled = _cancelled(scope)
    gone = ", which has ended," if scope.owner_ended else ""
    closer = "The generator that entered it rested at a yield, and the event loop closed it" if one.by_loop else None
    return Evidence(
        f'Scope "{scope.name}" was entered by flow "{scope.flow.name}"{gone} and exited by flow "{one.flow.name}".'
        f"{_because(one.cause, closer)}{words}",
        {"entered": scope.entered.site(scope.flow), "exited": one.exited.site(one.flow), "cancelled": cancelled},
        [scope.flow, one.flow],
        one.cause,
        hint=_hints.get(one.cause),
    )


def _check_misnested(one: Exit, now: float) -> Evidence:
    scope, inner = one.scope, one.inner
    words, cancelled = _cancelled(scope)
    resting = "A generator entered it and rests at a yield" if one.cause == "generator-suspended" else None
    return Evidence(
        f'Scope "{scope.name}" was exited by flow "{one.flow.name}" before scope "{inner.name}", which was opened inside it.'
        f"{_because(one.cause, resting)}{words}",
        {
            "entered": scope.entered.site(scope.flow),
            "exited": one.exited.site(one.flow),
            "inner": inner.entered.site(inner.flow),
            "cancelled": cancelled,
        },
        [one.flow],
        one.cause,
        hint=_hints.get(one.cause),
    )


def _check_not_active(one: Exit, now: float) -> Evidence:
    scope = one.scope
    why = "it is not known to have been entered" if scope.entered is None else "it was exited before"
    entered = None if scope.entered is None else scope.entered.site(scope.flow)
    return Evidence(
        f'Scope "{scope.name}" was exited by flow "{one.flow.name}" while not active: {why}.',
        {"entered": entered, "exited": one.exited.site(one.flow)},
        [one.flow, scope.flow],
    )


def _check_leaked(scope, now: float) -> Evidence | None:
    if not scope.active or scope.told:
        return None
    words, cancelled = _cancelled(scope)
    cause = None
    if scope.note is not None and scope.note.source == "member":
        cause = "shared-scope"
    elif scope.generator is not None:
        cause = "generator-suspended"
    resting = "The generator that entered it rests at a yield" if cause == "generator-suspended" else None
    spins = f" Its cancellation has been delivered {scope.deliveries} times and still is." if scope.deliveries > 50 else ""
    members = [] if scope.note is None else [scope.note.flow]
    return Evidence(
        f'Scope "{scope.name}" was entered by flow "{scope.flow.name}", which has ended without exiting it.'
        f"{_because(cause, resting)}{words}{spins}",
        {"entered": scope.entered.site(scope.flow), "cancelled": cancelled},
        [scope.flow, *members],
        cause,
        hint=_hints.get(cause),
    )


def _check_entered_cancelled(scope, now: float) -> Evidence:
    note = scope.found_cancelled.note
    words = "" if note is None else f" {note.text()}"
    return Evidence(
        f'Scope "{scope.name}" was entered by flow "{scope.flow.name}" when it was already cancelled{words}.',
        {
            "entered": scope.entered.site(scope.flow),
            "cancelled": None if note is None or note.trace is None else note.trace.site(note.flow),
        },
        [scope.flow],
    )


class CutCleanup:
    """Clean-up of a task that awaits in a cancelled scope: its frames that are suspended, outermost first."""

    __slots__ = ("flow", "frames", "scope")

    def __init__(self, scope, flow, frames) -> None:
        self.scope = scope
        self.flow = flow
        self.frames = frames


def _check_cut_cleanup(one: CutCleanup, now: float) -> Evidence | None:
    from . import lines

    scope = one.scope
    frame = lines.first_in_cleanup(one.frames)
    if frame is None or scope.cleanup is not None:
        return None
    scope.cleanup = frame
    words, cancelled = _cancelled(scope)
    return Evidence(
        f'Flow "{one.flow.name}" cleans up inside scope "{scope.name}", which is cancelled.{_because("unshielded-cleanup")}{words}',
        {
            "entered": scope.entered.site(scope.flow),
            "awaiting": awaiting.site_of(one.frames[: one.frames.index(frame) + 1], one.flow),
            "cancelled": cancelled,
        },
        [one.flow, scope.flow],
        "unshielded-cleanup",
        hint=_hints["unshielded-cleanup"],
    )


def _check_ignored(scope, now: float) -> Evidence | Again | None:
    note = scope.note
    own = scope.scope()
    if own is None or note is None or scope.told or scope.leak_key is not None or scope.entered is None:
        return None
    left = note.at + runtime.get().limits["cancelIgnoredMs"] / 1000 - now
    if left > 0:
        return Again(left)
    from ..scopes import members

    busy, excused = members.still_inside(scope, own)
    if not busy:
        return Again(1.0) if excused else None
    task, flow = busy[0]
    awaited = awaiting.of_task(task, flow)
    cause = "cancel-refused" if scope.deliveries > 50 else None
    words, cancelled = _cancelled(scope)
    times = f" It was delivered {scope.deliveries} times so far." if cause else ""
    name = "?" if flow is None else flow.name
    return Evidence(
        f'Scope "{scope.name}" was cancelled {note.text()} {now - note.at:.1f} s ago and still runs in flow "{name}".'
        f"{awaiting.waits_at(awaited)}{_because(cause)}{times}",
        {
            "cancelled": cancelled or scope.entered.site(scope.flow),
            "entered": scope.entered.site(scope.flow),
            "awaiting": awaited,
        },
        [flow, scope.flow],
        cause,
        hint=_hints.get(cause),
    )


crossed = Kind(
    "scope-crossed",
    "error",
    "Enter and exit a scope in one task; where another has to close it, ask its task to.",
    _check_crossed,
)
misnested = Kind("scope-misnested", "error", "Exit scopes in the reverse order of entering them.", _check_misnested)
not_active = Kind("scope-not-active", "error", "Exit each scope once, by one with statement.", _check_not_active)
leaked = Kind(
    "scope-leaked",
    "error",
    "Exit the scope in a finally block of the function that entered it, or use a with statement.",
    _check_leaked,
)
entered_cancelled = Kind(
    "scope-entered-cancelled",
    "warning",
    "Check before entering; clean-up inside a cancelled scope needs a scope of its own with a shield and a deadline.",
    _check_entered_cancelled,
)
cut_cleanup = Kind("scope-entered-cancelled", "warning", _hints["unshielded-cleanup"], _check_cut_cleanup)
cancel_ignored = Kind(
    "cancel-ignored",
    "warning",
    "Await something that can be cancelled, and let the CancelledError go on.",
    _check_ignored,
)
