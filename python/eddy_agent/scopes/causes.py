"""
causes: which of the known mistakes an exit shows. Their names are in docs/python-findings.md and in the protocol's finding.ts.
"""

from __future__ import annotations

from .. import chains

_generator = 0x20
_iterable_coroutine = 0x100
_async_generator = 0x200
_contextlib = "contextlib.py"


def running_generator(codes: list) -> object:
    """
    Of the codes of a stack, innermost first: the innermost generator that is stepped by hand or by a loop. The generators of context
    managers are none of these: contextlib steps them.
    """
    for at, code in enumerate(codes):
        flags = code.co_flags
        if flags & (_generator | _async_generator) and not flags & _iterable_coroutine:
            if at + 1 == len(codes) or not codes[at + 1].co_filename.endswith(_contextlib):
                return code
    return None


def of_crossing(scope, task: object, loop: object, error: object, frame: object) -> str:
    entered_in = None if scope.loop is None else scope.loop()
    if scope.loop is not None and entered_in is not loop:
        return "loop-per-turn"
    generator = scope.generator
    if generator is not None and _runs(generator, frame):
        owner = scope.task()
        if _steps_generator(owner) or (_steps_generator(task) and not _is_exit(error)):
            return "step-per-task"
        return "generator-suspended" if _is_exit(error) or is_closing(task) else "step-per-task"
    return "manual-exit"


def of_misnesting(inner) -> str:
    return "generator-suspended" if inner.generator is not None else "opening-order"


def _runs(code: object, frame: object) -> bool:
    depth = 0
    while frame is not None and depth < 40:
        if frame.f_code is code:
            return True
        frame = frame.f_back
        depth += 1
    return False


def _is_exit(error: object) -> bool:
    kind = error if isinstance(error, type) else type(error)
    return issubclass(kind, GeneratorExit)


def _what_runs(task: object) -> str:
    try:
        return type(chains.coroutine_of(task)).__name__
    except Exception:
        return ""


def _steps_generator(task: object) -> bool:
    return _what_runs(task) == "async_generator_asend"


def is_closing(task: object) -> bool:
    """It is nothing but the `aclose()` of a generator: so the loop's own tasks are."""
    return _what_runs(task) == "async_generator_athrow"
