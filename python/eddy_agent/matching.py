"""Whether a flow belongs to a session: all of the session's matchers must hold."""

from __future__ import annotations


def matches(flow, session: dict, rt) -> bool:
    return all(_one(flow, one, rt) for one in session.get("match", ()))


def _one(flow, matcher: dict, rt) -> bool:
    by = matcher.get("by")
    request = flow.origin
    if by == "task":
        return flow.kind == "task" and glob(matcher["glob"], flow.name)
    if by == "flow":
        return flow.id == matcher["id"]
    if by == "expr":
        return _expression(flow, matcher["expr"], rt)
    if request is None:
        return False
    headers = request.get("headers") or {}
    if by == "header":
        return headers.get(matcher["name"].lower()) == matcher["value"]
    if by == "path":
        return glob(matcher["glob"], (request.get("url") or "").split("?", 1)[0])
    if by == "method":
        return (request.get("method") or "").upper() == matcher["verb"].upper()
    if by == "baggage":
        return baggage(headers.get("baggage", "")).get(matcher["key"]) == matcher["value"]
    return False


def _expression(flow, text: str, rt) -> bool:
    """Python, over `flow` (id, name, kind) and `request` (method, url, headers)."""
    try:
        names = {
            "flow": _View(id=flow.id, name=flow.name, kind=flow.kind),
            "request": _View(**{"method": None, "url": None, "headers": {}, **(flow.origin or {})}),
        }
        return bool(eval(compile(text, "<eddy>", "eval"), {}, names))
    except Exception as error:
        rt.note(f"The expression of a session failed: {type(error).__name__}: {error}")
        return False


class _View:
    def __init__(self, **fields) -> None:
        self.__dict__.update(fields)


def baggage(text: str) -> dict:
    """W3C baggage: `key=value;property, key=value`."""
    entries = {}
    for member in text.split(","):
        key, found, value = member.split(";", 1)[0].partition("=")
        if found and key.strip():
            entries[key.strip()] = unquote(value.strip())
    return entries


def unquote(text: str) -> str:
    parts = text.split("%")
    out = bytearray(parts[0].encode())
    for part in parts[1:]:
        try:
            out += bytes.fromhex(part[:2]) + part[2:].encode()
        except ValueError:
            return text
    return out.decode("utf-8", "replace")


def glob(pattern: str, text: str) -> bool:
    """`*` stops at a slash where the pattern has one; `**` never does."""
    stops = "/" in pattern
    words = []
    for number, part in enumerate(pattern.split("**")):
        if number:
            words.append("**")
        for at, one in enumerate(part.split("*")):
            if at:
                words.append("*" if stops else "**")
            if one:
                words.append(":" + one)
    reached = {0}
    for word in words:
        if word[0] == ":":
            fixed = word[1:]
            reached = {at + len(fixed) for at in reached if text.startswith(fixed, at)}
        else:
            ends = set()
            for at in reached:
                stop = text.find("/", at) if word == "*" else -1
                ends.update(range(at, (len(text) if stop < 0 else stop) + 1))
            reached = ends
        if not reached:
            return False
    return len(text) in reached
