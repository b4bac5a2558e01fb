"""What a probe shows of the place where it was met: bounded and redacted, in the form of capture."""

from __future__ import annotations

import inspect
from typing import Any, Dict, List, Mapping

from .. import capture, stacks

_most_lines = 24


def named(name: str, value: Any) -> Any:
    return capture.capture_named(name, value)


def locals_of(names: Mapping[str, Any]) -> Any:
    return capture.capture_locals(names)


def own_names(names: Mapping[str, Any]) -> Dict[str, Any]:
    """Without what debugpy puts among them where it stops for an error."""
    return {name: value for name, value in names.items() if name != "__exception__"}


def place_of(frame: Any) -> Dict[str, Any]:
    return stacks.frame_here(frame).place()


def stack_of(frame: Any) -> List[Dict[str, Any]]:
    """From there outwards, down to the loop. `async`: it awaits the one before."""
    lines: List[Dict[str, Any]] = []
    at = frame
    while at is not None and len(lines) < _most_lines and at.f_code not in stacks.bottoms:
        kind = stacks.kind_of(at.f_code.co_filename)
        if kind == "user" or (kind == "package" and not _is_debugger(at)):
            is_async = bool(lines) and bool(at.f_code.co_flags & _async_flags)
            lines.append({**place_of(at), "async": is_async})
        at = at.f_back
    return lines


_async_flags = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


def _is_debugger(frame: Any) -> bool:
    return str(frame.f_globals.get("__name__", "")).startswith(("pydev", "_pydev", "debugpy"))
