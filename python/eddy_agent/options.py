"""What the environment says: where the hub is, what is wanted, the plan. Nothing here is told to anybody."""

from __future__ import annotations

from . import words
from .native import os

#: What children need in their environment to be part of this run.
passed = (
    *("EDDY_HUB", "EDDY_TOKEN", "EDDY_TOKEN_FILE", "EDDY_CA", "EDDY_RUN"),
    *("EDDY_OPTIONS_JSON", "EDDY_OPTIONS", "EDDY_LIMITS", "EDDY_PLAN"),
)

#: Every time limit after which a state becomes a finding, in ms. EDDY_LIMITS (JSON) overrides single ones.
default_limits = {
    "taskSlowMs": 10_000,
    "cancelIgnoredMs": 5_000,
    "lockHeldMs": 30_000,
    "lockCycleMs": 250,
    "lockSelfWaitMs": 1_000,
    "leakGraceMs": 1_000,
    "generatorReturnMs": 2_000,
    "generatorAbandonedMs": 60_000,
    "loopBlockedMs": 200,
    "retentionMs": 5_000,
}


class Options:
    """Read once, before the program's first line. Raises WrongWords where there is no hub."""

    def __init__(self) -> None:
        environ = os.environ
        self.environment = {name: environ[name] for name in passed if name in environ}
        self.address: str | None = self.environment.get("EDDY_HUB")
        self.parent: str | None = environ.get("EDDY_PARENT")
        for name in ("EDDY_TOKEN_FILE", "EDDY_CA"):
            if name in self.environment:
                # A child may run in another folder than we do.
                self.environment[name] = os.path.abspath(self.environment[name])
        self.token: str | None = self.environment.get("EDDY_TOKEN")
        self.token_file: str | None = self.environment.get("EDDY_TOKEN_FILE") or self._file_beside("token")
        self.ca: str | None = self.environment.get("EDDY_CA")
        self.run: str | None = self.environment.get("EDDY_RUN")
        wanted = words.try_loads(self.environment.get("EDDY_OPTIONS_JSON"), {})
        self.wanted: dict = wanted if isinstance(wanted, dict) else {}
        #: The hub comes back when it goes.
        self.keep = self.wanted.get("keep") is True
        self.events = self.wanted.get("events") is True
        #: Without a hub: where report and events go. None, or empty: nobody wants them.
        self.files = None
        if not self.address:
            from . import option_words

            self.files = option_words.read(self.environment.get("EDDY_OPTIONS", ""), self.parent)
            self.events = self.files.events(self.parent) is not None
        self.dump = self.wanted.get("dump") is True
        self.wait = self.wanted.pop("wait", None) is True
        if self.wait:
            # The program waits, and not each of its children.
            self.environment["EDDY_OPTIONS_JSON"] = words.dumps(self.wanted)
        self.observe_only = self.wanted.get("observeOnly") is True
        self.settings: dict = self.wanted.get("settings") or {}
        plan = words.try_loads(self.environment.get("EDDY_PLAN"))
        self.plan: dict | None = plan if isinstance(plan, dict) else None
        self.limits = dict(default_limits)
        given = words.try_loads(self.environment.get("EDDY_LIMITS"), {})
        if isinstance(given, dict):
            for name, value in given.items():
                if name in default_limits and type(value) in (int, float) and value >= 0:
                    self.limits[name] = value

    @property
    def socket_path(self) -> str | None:
        """Of a hub's unix socket; None of any other address."""
        address = self.address
        return None if not address or "://" in address else address

    def read_token(self) -> str:
        """Raises when there is none, or none yet."""
        if self.token is not None:
            return self.token
        with open(self.token_file or "", encoding="utf-8") as file:
            return file.read().strip()

    def _file_beside(self, name: str) -> str | None:
        path = self.socket_path
        return None if path is None else os.path.join(os.path.dirname(path), name)
