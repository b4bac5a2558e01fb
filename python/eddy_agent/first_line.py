"""`--wait`: the program waits before its first line until somebody lets it go, or nobody is left who could."""

from __future__ import annotations

from .native import new_lock, now_ms, os, sys
from .orders import Refused


def wait(rt, orders) -> None:
    if rt.line is None or not rt.line.is_open:
        return
    go = new_lock()
    go.acquire()
    flow = rt.flows.main
    place = {"file": _script(), "line": 1, "column": 1, "function": ""}
    hold = {
        "id": f"{rt.target}.wait",
        "target": rt.target,
        "probe": "wait",
        "session": "",
        "kind": "stop",
        "flow": flow.id,
        "flowName": flow.name,
        "place": place,
        "since": now_ms(),
        "stack": [],
        "holds": [],
        "waiters": [],
    }
    before = {name: rt.order(name) for name in ("holds", "resume", "variables")}

    def let_go() -> None:
        for name, fn in before.items():
            if fn is None:
                rt.forget_order(name)
            else:
                rt.on_order(name, fn)
        if let_go in orders.on_lost:
            orders.on_lost.remove(let_go)
        if go.locked():
            go.release()

    def resume(ask: dict) -> dict:
        if ask.get("hold") != hold["id"]:
            raise Refused("unknown-id", f"Nothing is held under {ask.get('hold')}. Held are: {hold['id']}.")
        let_go()
        return {"resumed": True, "conflicts": []}

    rt.on_order("holds", lambda ask: {"holds": [hold]})
    rt.on_order("variables", lambda ask: {"variables": []})
    rt.on_order("resume", resume)
    orders.on_lost.append(let_go)
    rt.tell("stopped", flow, "", {"hold": hold["id"], "probe": "wait", **place, "locals": {}, "stack": []})
    go.acquire()
    rt.tell("resumed", flow, "", {"hold": hold["id"], "probe": "wait", "heldMs": now_ms() - hold["since"], "by": "user"})


def _script() -> str:
    words = getattr(sys, "orig_argv", None) or [""]
    script = next((word for word in words[1:] if word.endswith(".py")), "")
    return os.path.abspath(script) if script else ""
