"""
Which coroutines are requests. A server makes a task for each request, of a coroutine that has the request among its arguments:
`scope` of ASGI (uvicorn, hypercorn, daphne), `request` of aiohttp. It is read before the first step; nothing is called or wrapped.
Requests of WSGI have no task: see served.py.
"""

from __future__ import annotations

#: By id of a code: what reads the request out of a coroutine's arguments; False where it is none.
readers: dict = {}
_kept: list = []


def origin_of(coro, code) -> dict | None:
    """{method, url, headers} of the request that the coroutine will serve; None for any other."""
    if code is None:
        return None
    reader = readers.get(id(code))
    if reader is None:
        if len(_kept) > 20_000:
            return None
        _kept.append(code)
        reader = readers[id(code)] = _reader_for(code)
    if reader is False:
        return None
    try:
        return reader(coro.cr_frame.f_locals)
    except Exception:
        return None


def name_of(origin: dict) -> str:
    """Without its query, which may hold what must not be written down."""
    return f"{origin['method']} {origin['url'].split('?', 1)[0]}"


def _reader_for(code):
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    if "scope" in names:
        return lambda local: of_scope(local["scope"])
    if code.co_name == "run_asgi" and names[:1] == ("self",):
        return lambda local: of_scope(local["self"].scope)
    if "request" in names and code.co_name in ("_handle_request", "_handle"):
        return lambda local: _of_request(local["request"])
    return False


def of_scope(scope) -> dict | None:
    if not isinstance(scope, dict) or scope.get("type") not in ("http", "websocket"):
        return None
    headers = {}
    for name, value in scope.get("headers") or ():
        headers.setdefault(bytes(name).decode("latin-1").lower(), bytes(value).decode("latin-1"))
    query = scope.get("query_string") or b""
    path = scope.get("path") or ""
    return {
        "method": scope.get("method") or "WEBSOCKET",
        "url": f"{path}?{query.decode('latin-1')}" if query else path,
        "headers": headers,
    }


def of_environ(environ) -> dict | None:
    """Of WSGI; None where it is no environment of a request."""
    if not isinstance(environ, dict) or "REQUEST_METHOD" not in environ:
        return None
    headers = {}
    for name, value in environ.items():
        if name.startswith("HTTP_"):
            headers[name[5:].replace("_", "-").lower()] = str(value)
        elif name in ("CONTENT_TYPE", "CONTENT_LENGTH") and value:
            headers[name.replace("_", "-").lower()] = str(value)
    path = str(environ.get("SCRIPT_NAME") or "") + str(environ.get("PATH_INFO") or "")
    query = environ.get("QUERY_STRING")
    return {"method": str(environ["REQUEST_METHOD"]), "url": f"{path}?{query}" if query else path, "headers": headers}


def _of_request(request) -> dict | None:
    headers = {str(name).lower(): str(value) for name, value in request.headers.items()}
    return {"method": str(request.method), "url": str(request.path_qs), "headers": headers}
