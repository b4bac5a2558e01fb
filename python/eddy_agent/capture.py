"""
A value as bounded, redacted JSON, in the form that captures of Node programs have. Nothing of the program's runs: no property, no
`__repr__`, `__str__`, `__len__` or `__iter__`, no `__getattr__`; what a class of C keeps to itself is only named.
"""

from __future__ import annotations

from . import secrets
from .native import deque, monotonic, sys
from .redaction import Redaction, redaction as _redaction

limits = {"depth": 3, "collection": 100, "fields": 50, "string": 255, "nodes": 500, "timeMs": 5}
_safe_integer = 2**53 - 1
_hidden = object()
_largest_shown = 1 << 1024


def configure(settings: dict) -> None:
    """What the configuration says, before the program's first line."""
    global _redaction
    given = settings.get("capture")
    if isinstance(given, dict):
        limits.update({name: value for name, value in given.items() if name in limits})
    keys = settings.get("redaction")
    if isinstance(keys, dict):
        _redaction = Redaction(keys.get("addKeys") or (), keys.get("exceptKeys") or ())


def capture(value: object) -> object:
    return capture_locals({"value": value})["value"]


def capture_named(name: str, value: object) -> object:
    """A name that hides its value does so here too."""
    return capture_locals({name: value})[name]


def capture_locals(values) -> dict:
    """Several values under their names, in one budget. What is nearest comes first."""
    return _Capturer().all(dict(values))


class _Capturer:
    def __init__(self) -> None:
        self._until = monotonic() + limits["timeMs"] / 1000
        self._nodes = 0
        self._ids = 0
        self._seen: dict = {}
        self._waiting: deque = deque()

    def all(self, values: dict) -> dict:
        told = {str(name): self._under(str(name), value, 0) for name, value in values.items()}
        while self._waiting:
            value, node, depth, fill = self._waiting.popleft()
            if self._nodes > limits["nodes"]:
                node["cut"] = "budget"
            elif monotonic() > self._until:
                node["cut"] = "time"
            else:
                fill(value, node, depth + 1)
        return told

    def _under(self, name: str, value: object, depth: int) -> object:
        return {"t": "redacted", "why": "key"} if _redaction.hides_key(name, value) else self._one(value, depth)

    def _under_key(self, key: object, value: object, depth: int) -> object:
        if issubclass(type(key), str):
            return self._under(str.__getitem__(key, slice(None)), value, depth)
        if type(key) is bytes and len(key) <= 100:
            return self._under(key.decode("latin-1"), value, depth)
        return self._one(value, depth)

    def _one(self, value: object, depth: int) -> object:
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is int:
            return _integer(value)
        if kind is float:
            return value if value - value == 0 else {"t": "number", "v": _float_names.get(str(value), "NaN")}
        if kind is str:
            return _text(value)
        if value is _hidden:
            return {"t": "redacted", "why": "key"}
        return self._node(value, kind, depth)

    def _node(self, value: object, kind: type, depth: int) -> dict:
        known = self._seen.get(id(value))
        if known is not None:
            node = known[1]
            if "id" not in node:
                self._ids += 1
                node["id"] = self._ids
            return {"t": "ref", "id": node["id"]}
        node, fill = _begin(value, kind)
        if fill is not None:
            self._nodes += 1
            # With the value, so that no other gets its address meanwhile.
            self._seen[id(value)] = (value, node)
            if depth >= limits["depth"]:
                node["cut"] = "depth"
            else:
                self._waiting.append((value, node, depth, getattr(self, fill)))
        return node

    # --- what is inside

    def _sequence(self, value, node: dict, depth: int) -> None:
        base = list if issubclass(type(value), list) else tuple
        self._items(base.__getitem__(value, slice(0, limits["collection"])), node, depth)

    def _queue(self, value, node: dict, depth: int) -> None:
        self._items(_first(deque.__iter__(value)), node, depth)

    def _set(self, value, node: dict, depth: int) -> None:
        base = set if issubclass(type(value), set) else frozenset
        self._items(_first(base.__iter__(value)), node, depth)

    def _items(self, items, node: dict, depth: int) -> None:
        node["v"] = [self._one(one, depth) for one in items]
        if node["length"] > len(node["v"]):
            node["cut"] = "size"

    def _mapping(self, value, node: dict, depth: int) -> None:
        pairs = _first(dict.items(value))
        if node["t"] == "map":
            node["v"] = [[self._one(key, depth), self._under_key(key, one, depth)] for key, one in pairs]
        else:
            node["v"] = {_text_only(key): self._under(key, one, depth) for key, one in pairs}
        if dict.__len__(value) > len(pairs):
            node["cut"] = "size"

    def _fields(self, value, node: dict, depth: int) -> None:
        fields = _fields_of(value)
        if len(fields) > limits["fields"]:
            node["cut"] = "size"
            fields = dict(list(fields.items())[: limits["fields"]])
        node["v"] = {_text_only(name): self._under(name, one, depth) for name, one in fields.items()}

    def _error(self, value, node: dict, depth: int) -> None:
        fields = _fields_of(value)
        hidden = [one for name, one in fields.items() if _redaction.hides_key(name, one)]
        # What an error was made with stands in its arguments, too.
        given = BaseException.args.__get__(value)
        if hidden:
            given = tuple(_hidden if any(one is other for other in hidden) else one for one in given)
        message = given[0] if given and type(given[0]) is str else ""
        node["v"] = {"message": _text(message)}
        if len(given) > 1 or (given and type(given[0]) is not str):
            node["v"]["args"] = self._one(given, depth)
        for name, one in list(fields.items())[: limits["fields"]]:
            node["v"][_text_only(name)] = self._under(name, one, depth)


def _begin(value: object, kind: type) -> tuple:
    """The node without what is inside, and the name of the method that fills it; None where there is nothing to fill."""
    name = _name_of(kind)
    if issubclass(kind, dict):
        keys = _first(dict.keys(value))
        is_plain = all(type(one) is str for one in keys)
        node = {"t": "object" if is_plain else "map", "class": name}
        if not is_plain:
            node["length"] = dict.__len__(value)
        return node, "_mapping"
    for base in (bytes, bytearray):
        if issubclass(kind, base):
            return {"t": "bytes", "class": name, "length": base.__len__(value)}, None
    if kind is memoryview:
        return {"t": "bytes", "class": name, **_bytes_seen(value)}, None
    for base, tag, fill in _collections:
        if issubclass(kind, base):
            return {"t": tag, "class": name, "length": base.__len__(value)}, fill
    if issubclass(kind, BaseException):
        return {"t": "error", "class": name}, "_error"
    if issubclass(kind, type):
        return {"t": "function", "class": "class", "name": _name_of(value)}, None
    if kind in _functions:
        return {"t": "function", "class": "Function", "name": str(getattr(value, "__qualname__", ""))[:200]}, None
    if issubclass(kind, (str, int, float, complex)):
        return {"t": "boxed", "class": name, "v": _boxed(value, kind)}, None
    future = _future_class()
    if future is not None and issubclass(kind, future):
        return {"t": "promise", "class": name, "state": "settled" if future.done(value) else "pending"}, None
    if kind.__name__ in ("coroutine", "generator", "async_generator"):
        return {"t": "object", "class": name, "name": str(value.__qualname__)[:200]}, None
    shown = _plain_text(value, kind)
    if shown is not None:
        return {"t": "date" if kind.__module__ == "datetime" else "boxed", "class": name, "v": shown}, None
    if kind is type(sys):
        return {"t": "object", "class": "module", "name": str(value.__dict__.get("__name__", ""))[:200]}, None
    return ({"t": "object", "class": name}, "_fields") if _has_fields(kind) else ({"t": "external", "class": name}, None)


def _bytes_seen(value: memoryview) -> dict:
    try:
        return {"length": value.nbytes}
    except ValueError:
        # It was released.
        return {}


def _plain_text(value: object, kind: type):
    """Of those types of the standard library that are text to people."""
    of_module = _texts.get(kind.__module__)
    if of_module is None or kind.__name__ not in of_module or getattr(sys.modules.get(kind.__module__), kind.__name__, None) is not kind:
        return None
    zone = getattr(value, "tzinfo", None)
    if zone is not None and type(zone).__name__ != "timezone":
        return None
    return secrets.hide(str(value)[: limits["string"]])


_texts = {
    "datetime": ("datetime", "date", "time", "timedelta"),
    "decimal": ("Decimal",),
    "fractions": ("Fraction",),
    "uuid": ("UUID",),
    "pathlib": ("PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath"),
    "pathlib._local": ("PosixPath", "PurePosixPath"),
}
_collections = (
    (list, "array", "_sequence"),
    (tuple, "array", "_sequence"),
    (deque, "array", "_queue"),
    (set, "set", "_set"),
    (frozenset, "set", "_set"),
)
_functions = (type(_begin), type(len), type([].append), type(str.join), type(int.__add__), type(_Capturer().all))
_float_names = {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}
_own_dict = type(type("_", (), {}).__dict__["__dict__"])
_slot = type(type("_", (), {"__slots__": ("one",)}).__dict__["one"])


def _future_class():
    asyncio = sys.modules.get("_asyncio")
    return getattr(asyncio, "Future", None)


def _name_of(kind: type) -> str:
    return str(type.__dict__["__name__"].__get__(kind))[:200]


def _mro(kind: type):
    return type.__dict__["__mro__"].__get__(kind)


def _has_fields(kind: type) -> bool:
    return any("__dict__" in vars(one) or any(type(part) is _slot for part in vars(one).values()) for one in _mro(kind) if one is not object)


def _fields_of(value: object) -> dict:
    """Own fields: of its dictionary and its slots, where these are Python's own and no property of the program's."""
    fields: dict = {}
    for one in reversed(_mro(type(value))):
        for name, part in vars(one).items():
            if type(part) is _slot and not name.startswith("__"):
                try:
                    fields[name] = part.__get__(value)
                except AttributeError:
                    continue
            elif name == "__dict__" and type(part) is _own_dict:
                own = part.__get__(value)
                if type(own) is dict:
                    fields.update((key, given) for key, given in list(own.items()) if type(key) is str)
    return fields


def _first(items) -> list:
    found: list = []
    for one in items:
        if len(found) >= limits["collection"]:
            break
        found.append(one)
    return found


def _integer(value: int) -> object:
    if -_safe_integer <= value <= _safe_integer:
        if value > 10**12 and secrets.is_card(str(value)):
            return {"t": "redacted", "why": "card"}
        return value
    shown = str(value) if -_largest_shown < value < _largest_shown else "larger than 1024 bits"
    return {"t": "bigint", "v": "[redacted: card]" if len(shown) < 20 and secrets.is_card(shown) else shown}


def _text(value: str) -> object:
    most = limits["string"]
    # Cut once the secrets are out: a half of one is none that is known by its shape.
    shown = secrets.hide(value[: most + 500])
    return shown if len(value) <= most and len(shown) <= most + 500 else {"t": "string", "v": shown[:most], "length": len(value)}


def _text_only(value: str) -> str:
    return secrets.hide(str.__getitem__(value, slice(0, 200)))


def _boxed(value: object, kind: type) -> object:
    if issubclass(kind, str):
        return _text(str.__getitem__(value, slice(None)))
    if issubclass(kind, int):
        return _integer(int.__add__(value, 0))
    if issubclass(kind, float):
        return float.__add__(value, 0.0) if value - value == 0 else "NaN"
    return complex.__repr__(value)
