"""Expressions of the user's, evaluated where the program is. They are compiled once."""
import types
from typing import Any, Dict, Mapping

_compiled: Dict[str, types.CodeType] = {}
_most_compiled = 1_000


class BadExpression(Exception):
    """It cannot be read or evaluated; the words are for people."""


def compiled(expression: str) -> types.CodeType:
    code = _compiled.get(expression)
    if code is None:
        try:
            code = compile(expression.strip(), "<eddy>", "eval", dont_inherit=True)
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            raise BadExpression(_why_not(expression, error)) from None
        if len(_compiled) >= _most_compiled:
            _compiled.clear()
        _compiled[expression] = code
    return code


def evaluate(expression: str, names: Mapping[str, Any], around: Dict[str, Any]) -> Any:
    """`names` come first, then those `around`: a frame's globals."""
    code = compiled(expression)
    if any(isinstance(one, types.CodeType) for one in code.co_consts):
        # A comprehension or a lambda has a scope of its own, which sees globals alone.
        return eval(code, {**around, **names})
    return eval(code, around if "__builtins__" in around else dict(around), names)


def words_of(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:
        text = ""
    name = type(error).__name__
    if isinstance(error, BadExpression):
        return text
    return (f"{name}: {text}" if text else name)[:300]


def _why_not(expression: str, error: Exception) -> str:
    try:
        compile(expression, "<eddy>", "exec", dont_inherit=True)
    except Exception:
        if "await" in expression:
            return "While the process is stopped nothing can be awaited."
        return f"{expression!r} cannot be read: {words_of(error)}"
    return f"{expression!r} is a statement, not an expression. To change a variable: eddy set NAME=EXPRESSION."
