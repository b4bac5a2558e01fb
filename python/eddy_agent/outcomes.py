"""How a task or future ended. Reading it here never counts as taking its error: Python still says that nobody did."""

from __future__ import annotations

from . import secrets

most_text = 300


def outcome_of(task) -> str | None:
    """None while it is pending."""
    if not task.done():
        return None
    if task.cancelled():
        return "cancelled"
    return "failed" if task._exception is not None else "done"


def text_of(error: BaseException) -> str:
    """Name and message on one line, cut. Of the message only what is text already: no `__str__` of the program's runs."""
    name = type(error).__name__
    words = error.args[0] if error.args and type(error.args[0]) in (str, int, float) else ""
    if isinstance(error, OSError) and error.strerror:
        words = f"[Errno {error.errno}] {error.strerror}" + (f": {error.filename!r}" if type(error.filename) is str else "")
    line = " ".join(f"{name}: {words}".split()) if words != "" else name
    line = secrets.hide(line[: most_text + 500])
    return line if len(line) <= most_text else line[:most_text] + "…"
