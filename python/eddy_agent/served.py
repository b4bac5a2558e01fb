"""
served: requests that have no task of their own: those of WSGI servers, in one thread each, of `http.server`, and of gunicorn's ASGI worker,
which serves all of a connection in one task. A server reads a request and calls the application in one function of its own: a call of ours is
put where the request is ready, and at the end of that function.
"""

from __future__ import annotations

from . import imports, requests
from .flows import FLOW
from .native import get_ident, ref, sys


class Place:
    """Where a server has a request: `made` is called with `value` when it is read, `served` ends with it."""

    def __init__(self, module: str, made: str, value: str, read, served: tuple) -> None:
        self.module = module
        self.made = made
        self.value = value
        self.read = read
        #: (module, function) of each kind of worker.
        self.served = served


def _of_environ(environ) -> dict | None:
    return requests.of_environ(environ)


def _of_wsgiref(handler) -> dict | None:
    return requests.of_environ(handler.environ)


def _of_http_server(handler) -> dict | None:
    own = sys.modules["http.server"].BaseHTTPRequestHandler
    kind = type(handler)
    # A server of another kind that is built on this one has its own place, or none.
    if kind.handle is not own.handle or kind.handle_one_request is not own.handle_one_request or not handler.command:
        return None
    headers = {str(name).lower(): str(value) for name, value in getattr(handler, "headers", {}).items()}
    return {"method": str(handler.command), "url": str(handler.path), "headers": headers}


_gunicorn = tuple(
    (f"gunicorn.workers.{name}", f"{kind}.handle_request")
    for name, kind in (("sync", "SyncWorker"), ("gthread", "ThreadWorker"), ("base_async", "AsyncWorker"))
)
def _of_scope(scope) -> dict | None:
    return requests.of_scope(scope)


def _in_gunicorns_protocol(made: str, served: str) -> Place:
    module = "gunicorn.asgi.protocol"
    return Place(module, f"ASGIProtocol.{made}", "scope", _of_scope, ((module, f"ASGIProtocol.{served}"),))


places = (
    Place("wsgiref.handlers", "BaseHandler.setup_environ", "self", _of_wsgiref, (("wsgiref.handlers", "BaseHandler.run"),)),
    Place(
        "http.server",
        "BaseHTTPRequestHandler.parse_request",
        "self",
        _of_http_server,
        (("http.server", "BaseHTTPRequestHandler.handle_one_request"),),
    ),
    Place("gunicorn.http.wsgi", "create", "environ", _of_environ, _gunicorn),
    Place(
        "werkzeug.serving",
        "WSGIRequestHandler.make_environ",
        "environ",
        _of_environ,
        (("werkzeug.serving", "WSGIRequestHandler.run_wsgi"),),
    ),
    _in_gunicorns_protocol("_build_http_scope", "_handle_http_request"),
    _in_gunicorns_protocol("_build_http2_scope", "_handle_http2_request"),
    _in_gunicorns_protocol("_build_websocket_scope", "_handle_websocket"),
    Place("waitress.task", "WSGITask.get_environment", "environ", _of_environ, (("waitress.task", "WSGITask.execute"),)),
)


class Served:
    """The request that each thread serves, or each task."""

    def __init__(self, rt) -> None:
        self.rt = rt
        #: By id of a task, or of a thread below zero: the flow, and that which ran in its context before.
        self._now: dict = {}
        #: Ids of the code of functions that call an application.
        self.callers: set = set()

    def begin(self, origin: dict | None) -> None:
        task = _current_task()
        me = _key_of(task)
        now = self._now.get(me)
        if origin is None or (now is not None and now[0].origin == origin):
            return
        # Its end was not seen.
        self.end()
        registry = self.rt.flows
        flow = registry.start("request", requests.name_of(origin), registry.main, None, origin, None if task is None else ref(task))
        if task is None:
            flow.thread = get_ident()
        self._now[me] = (flow, FLOW.get())
        FLOW.set(flow)
        registry.begun(flow)

    def end(self) -> None:
        now = self._now.pop(_key_of(_current_task()), None)
        if now is None:
            return
        flow, before = now
        if FLOW.get() is flow:
            FLOW.set(before)
        self.rt.flows.end(flow, "failed" if sys.exc_info()[0] is not None else "done")

    def forget(self) -> None:
        """In a forked child: flows of the parent are not here."""
        self._now.clear()


def _current_task():
    asyncio = sys.modules.get("asyncio")
    loop = None if asyncio is None else asyncio._get_running_loop()
    return None if loop is None else asyncio.current_task(loop)


def _key_of(task) -> int:
    return -get_ident() if task is None else id(task)


def install(rt) -> None:
    served = rt.part("served", lambda: Served(rt))
    rt.after_fork(served.forget)
    for place in places:
        imports.after(place.module, lambda module, place=place: _watch_made(rt, served, place, module))
        for name, function in place.served:
            imports.after(name, lambda module, function=function: _watch_served(rt, served, function, module))


def _watch_made(rt, served: Served, place: Place, module) -> None:
    _put(rt, module, place.made, (place.value,), returns=lambda value: served.begin(place.read(value)))


def _watch_served(rt, served: Served, function: str, module) -> None:
    # It takes no value of the function's; its first argument is always there.
    found = _put(rt, module, function, ("self",), end=lambda own: served.end())
    if found is not None:
        served.callers.add(id(found.__code__))


def _put(rt, module, path: str, names: tuple, **hooks):
    from .insert import CannotInsert, insert

    found = module
    for name in path.split("."):
        found = getattr(found, name, None)
    try:
        insert(found, names, **hooks)
    except CannotInsert as error:
        rt.note(f"Requests of {module.__name__} are no flows: {error}.")
        return None
    return found
