"""lines: what a line of the user's source is part of: clean-up, a block that must be left, a loop without end. Reads sources."""

from __future__ import annotations

import ast
import inspect

from .. import stacks

max_known = 500
_known: dict = {}

_cleanup, _guarded, _endless = range(3)


def is_in_cleanup(code: object, line: int) -> bool:
    """Of a finally block, or the handler of an error."""
    return _is_in(_cleanup, code, line)


def is_guarded(code: object, line: int) -> bool:
    """Inside a try that has a finally, or a with: leaving it does something."""
    return _is_in(_guarded, code, line)


def is_endless(chain: list) -> bool:
    """Whether one of these (code, offset) stands in a loop that goes on until it is told to stop."""
    for code, lasti in chain:
        if stacks.kind_of(code.co_filename) == "user" and _is_in(_endless, code, stacks.position_of(code, lasti)[0]):
            return True
    return False


def first_in_cleanup(chain: list) -> object:
    """The outermost of the user's (code, offset) that is suspended in clean-up."""
    for at, (code, lasti) in enumerate(chain):
        if stacks.kind_of(code.co_filename) != "user" or not is_in_cleanup(code, stacks.position_of(code, lasti)[0]):
            continue
        # A close of a library's own is made for this: it does its part and then lets itself be cancelled.
        if at + 1 < len(chain) and _closes_itself(chain[at + 1][0]):
            return None
        return chain[at]
    return None


def _closes_itself(code: object) -> bool:
    return stacks.kind_of(code.co_filename) != "user" and code.co_name in ("aclose", "__aexit__", "checkpoint", "wait_closed")


def _is_in(kind: int, code: object, line: int) -> bool:
    if code not in _known:
        if len(_known) >= max_known:
            _known.clear()
        _known[code] = _ranges(code)
    return any(first <= line <= last for first, last in _known[code][kind])


def _ranges(code: object) -> tuple:
    found: tuple = ([], [], [])
    try:
        lines, first = inspect.getsourcelines(code)
        tree = ast.parse(("if 1:\n" if lines[0][:1].isspace() else "\n") + "".join(lines))
    except (OSError, SyntaxError, TypeError):
        return found

    def add(kind: int, block: list) -> None:
        if block:
            found[kind].append((block[0].lineno + first - 2, block[-1].end_lineno + first - 2))

    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            for block in [node.finalbody, *(handler.body for handler in node.handlers)]:
                add(_cleanup, block)
            if node.finalbody:
                add(_guarded, node.body)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            add(_guarded, node.body)
        elif isinstance(node, ast.AsyncFor) or (isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and node.test.value):
            add(_endless, [node])
    return found
