"""A captured value as Python would print it: what is bounded and hidden there is so here."""

from __future__ import annotations

from typing import Any

from .picture import named

_most_text = 1_000
_most_items = 20
_most_depth = 4
_brackets = {"array": "[]", "set": "{}"}


def short_text(name: str, value: Any) -> str:
    """For a log's text."""
    text = shown(named(name, value))
    return text if len(text) <= _most_text else text[: _most_text - 1] + "…"


def shown(value: Any) -> str:
    """A text stands bare, as `print` would have it."""
    if isinstance(value, dict) and value.get("t") == "string":
        return f"{value['v']}… ({value['length']} characters)"
    return value if isinstance(value, str) else _inner(value, 0)


def _inner(value: Any, depth: int) -> str:
    if not isinstance(value, dict):
        return repr(value)
    tag, name = value.get("t"), str(value.get("class", ""))
    if tag == "string":
        return f"{value['v']!r}… ({value['length']} characters)"
    if tag in ("number", "bigint", "date"):
        return str(value.get("v"))
    if tag == "boxed":
        return f"{name}({_inner(value.get('v'), depth)})"
    if tag == "redacted":
        return f"[redacted: {value.get('why')}]"
    if tag == "bytes":
        return f"{name}({value.get('length', '?')} bytes)"
    if tag == "promise":
        return f"<{name} {value.get('state')}>"
    if tag == "ref":
        return f"<see #{value.get('id')}>"
    if tag == "function":
        return f"<{'class' if name == 'class' else 'function'} {value.get('name') or '(anonymous)'}>"
    if "name" in value:
        return f"<{name} {value['name']}>"
    if tag not in ("array", "set", "map", "object", "error"):
        return f"<{name or tag}>"
    mark = f"#{value['id']} " if "id" in value else ""
    return mark + _collection(value, tag, name, depth)


def _collection(node: Any, tag: str, name: str, depth: int) -> str:
    inside = node.get("v")
    if tag == "error" and isinstance(inside, dict):
        return name + _given(inside, depth)
    if inside is None or depth >= _most_depth:
        return f"{name}(…)"
    if isinstance(inside, list):
        parts = [_entry(one, depth + 1) if tag == "map" else _inner(one, depth + 1) for one in inside[:_most_items]]
    elif name == "dict":
        parts = [f"{key!r}: {_inner(one, depth + 1)}" for key, one in list(inside.items())[:_most_items]]
    else:
        parts = [f"{key}={_inner(one, depth + 1)}" for key, one in list(inside.items())[:_most_items]]
    if len(inside) > _most_items or "cut" in node:
        parts.append("…")
    return _bracketed(tag, name, ", ".join(parts), len(parts))


def _given(inside: Any, depth: int) -> str:
    """What an error was made with."""
    if "args" in inside:
        return _inner(inside["args"], depth)
    return "()" if inside.get("message", "") == "" else f"({_inner(inside['message'], depth)})"


def _entry(pair: Any, depth: int) -> str:
    return f"{_inner(pair[0], depth)}: {_inner(pair[1], depth)}"


def _bracketed(tag: str, name: str, text: str, count: int) -> str:
    if name == "tuple":
        return f"({text},)" if count == 1 else f"({text})"
    if name == "list":
        return f"[{text}]"
    if name == "dict" or (name == "set" and count):
        return f"{{{text}}}"
    if tag in _brackets and text:
        text = text.join(_brackets[tag])
    elif tag == "map":
        text = f"{{{text}}}"
    return f"{name}({text})"
