"""
Which sockets the program's asyncio loops have open, looked up when a hub asks: nothing is kept up for it. Only transports and
stream readers of asyncio's own are read, by their fields: a class of the program's may do anything when it is asked.
"""

from __future__ import annotations

from . import orders
from .native import now_ms, sys

max_listed = 300
max_looked = 20_000


def install(rt) -> None:
    rt.on_order("streams", lambda ask: answer(rt))


def answer(rt) -> dict:
    loops = _loops(rt)
    mute = [loop for loop in loops if not hasattr(loop, "_transports")]
    if mute and len(mute) == len(loops):
        raise orders.Refused("refused", f"A loop of {type(mute[0]).__module__} does not tell which streams it has.")
    waits = _flows_by_wait(rt)
    told: list = []
    cut = False
    for transport in [one for loop in loops for one in _transports(loop)][:max_looked]:
        if len(told) >= max_listed:
            cut = True
            break
        with rt.guard("streams"):
            one = _describe(transport, waits)
            if one is not None:
                told.append(one)
    return {"at": now_ms(), "streams": told, "cut": cut}


def _loops(rt) -> list:
    """Of all threads that have run one."""
    loops: dict = {}
    for flow in list(rt.flows.live.values())[:max_looked]:
        task = flow.live_task
        if task is not None:
            loop = task.get_loop()
            loops[id(loop)] = loop
    return list(loops.values())


def _transports(loop) -> list:
    for _ in range(5):
        try:
            return list(getattr(loop, "_transports", {}).values())
        except RuntimeError:  # One came or went meanwhile, in the loop's thread.
            continue
    return []


def _flows_by_wait(rt) -> dict:
    """Flows by the future that each waits for."""
    waits: dict = {}
    for flow in list(rt.flows.live.values())[:max_looked]:
        future = getattr(flow.live_task, "_fut_waiter", None)
        if future is not None:
            waits[id(future)] = flow
    return waits


def _describe(transport, waits: dict):
    if type(transport).__module__ != "asyncio.selector_events" or transport._closing:
        return None
    told = {"kind": "socket", "state": "flowing", "toWrite": transport.get_write_buffer_size()}
    peer = _peer(transport._extra.get("peername"))
    if peer is not None:
        told["peer"] = peer
    reader = _reader(transport._protocol)
    if reader is not None:
        waiter = reader._waiter
        told["toRead"] = len(reader._buffer)
        told["state"] = "idle" if waiter is None else "reading"
        flow = waits.get(id(waiter))
        if waiter is not None and flow is not None:
            told.update(flow=flow.id, flowName=flow.name)
    if getattr(transport, "_paused", False):
        told["state"] = "paused"
    if transport._protocol_paused:
        told["state"] = "full"
    return told


def _reader(protocol):
    """What `asyncio.open_connection` and `start_server` hand out."""
    streams = sys.modules.get("asyncio.streams")
    if streams is None or type(protocol) is not streams.StreamReaderProtocol:
        return None
    reader = protocol._stream_reader
    return reader if type(reader) is streams.StreamReader else None


def _peer(name):
    if not isinstance(name, tuple) or len(name) < 2:
        return None
    host, port = str(name[0]), name[1]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
