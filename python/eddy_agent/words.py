"""JSON without the module of that name, which loads a dozen others: Python's own parts of it in C."""

from __future__ import annotations

try:
    from _json import encode_basestring_ascii, make_encoder, make_scanner

    def _refuse(value: object) -> str:
        return f"<{type(value).__name__}>"

    class _Ways:
        strict = False
        object_hook = None
        object_pairs_hook = None
        parse_float = float
        parse_int = int
        parse_constant = float
        memo: dict = {}

    _encode = make_encoder(None, _refuse, encode_basestring_ascii, None, ":", ",", False, True, False)
    _scan = make_scanner(_Ways())

    def dumps(value: object) -> str:
        return "".join(_encode(value, 0))

    def loads(text: str) -> object:
        value, end = _scan(text.strip(), 0)
        return value

    if loads(dumps({"a": [1, None, "é\n"]})) != {"a": [1, None, "é\n"]}:
        raise ImportError
except (ImportError, TypeError, StopIteration):
    import json

    def dumps(value: object) -> str:
        return json.dumps(value, separators=(",", ":"), default=lambda one: f"<{type(one).__name__}>")

    def loads(text: str) -> object:
        return json.loads(text)


def try_loads(text: str | None, otherwise: object = None) -> object:
    try:
        return otherwise if text is None else loads(text)
    except Exception:
        return otherwise


def line(value: object) -> bytes:
    return dumps(value).encode("ascii") + b"\n"
