"""What a hub asks of this target. It is answered in the reader's thread, so also while the program is stopped or its loop blocked."""

from __future__ import annotations

from . import secrets

max_answer_flows = 2_000


class Refused(Exception):
    """`code` is one of the codes of errors that Eddy has."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Orders:
    def __init__(self, rt) -> None:
        self.rt = rt
        self.on_lost: list = []
        self.on_found: list = []

    def take(self, line: dict, say) -> None:
        told = {"say": "answer", "id": line.get("id"), "target": self.rt.target}
        try:
            told["answer"] = self._answer(str(line.get("order")), line.get("ask") or {})
        except Refused as refused:
            told["error"] = {"code": refused.code, "message": secrets.hide(str(refused))}
        except Exception as error:
            told["error"] = {"code": "refused", "message": secrets.hide(f"{type(error).__name__}: {error}")}
        say(told, True)

    def _answer(self, name: str, ask: dict) -> dict:
        fn = self.rt.order(name)
        if name == "plan":
            return {"bindings": self.rt.follow(ask["plan"])}
        if fn is not None:
            return fn(ask)
        if name == "holds":
            return {"holds": []}
        if name in ("variables", "evaluate", "set", "resume"):
            raise Refused("unknown-id", f"Nothing is held under {ask.get('hold')}. No flow is held here.")
        raise Refused("refused", f"A Python target knows no order {name!r}.")

    def lost(self) -> None:
        """The hub is gone: nobody can ask for anything."""
        for fn in self.on_lost:
            with self.rt.guard("lost"):
                fn()

    def found(self) -> None:
        for fn in self.on_found:
            with self.rt.guard("found"):
                fn()
