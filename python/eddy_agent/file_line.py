"""
Without a hub: what the program's target says goes into files of its own, the report in the shape in which a hub writes it. One loop, in a
thread of its own, writes at most once a second and at the end; who says something appends to a queue and goes on.
"""

from __future__ import annotations

from . import threads, words
from .native import deque, getpid, monotonic, new_lock, now_ms, os, start_thread
from .runtime import told

#: Events that wait to be written; what comes beyond is let go.
most_waiting = 20_000
write_seconds = 1.0
gather_seconds = 0.01
#: The program's end waits so long for a write that is under way.
end_seconds = 0.1
_sections = ("flows", "activations", "tasks", "scopes", "locks", "generators", "sdkSessions", "sessions", "streams", "tests")
#: Of a mode, what kind of file it is.
_kind, _plain = 0o170000, 0o100000
_ranks = {"error": 0, "warning": 1, "note": 2, "potential": 3}


class FileLine:
    """Made once a process: a forked child makes its own."""

    is_open = False
    _socket = None

    def __init__(self, rt, about) -> None:
        self.rt = rt
        self.about = about
        self.threads: list = []
        choice, parent = rt.options.files, rt.options.parent
        self._report, self._events = choice.report(parent), choice.events(parent)
        self._info: dict = {}
        self._state: dict = {"sections": {}, "system": {}, "dropped": {}}
        self._findings: dict = {}
        self._queue: deque = deque()
        self._seq = 0
        self._wake = new_lock()
        self._wake.acquire()
        self._writing = new_lock()
        self._next_turn = self._next_write = 0.0
        self._over = False

    def start(self) -> None:
        self.say({"say": "target", "target": self.about()})
        start_thread(threads.run, (self, self._loop))

    # --- in any thread of the program

    def say(self, line: dict, urgent: bool = False) -> None:
        self._queue.append(line)
        self._call()

    def say_event(self, event: dict, urgent: bool) -> None:
        if self._events is None:
            return
        if len(self._queue) >= most_waiting:
            self.rt.drop("event lines")
            return
        self._queue.append({"say": "event", "event": event})
        self._call()

    def hasten(self) -> None:
        self._next_turn = 0.0
        self._call()

    def _call(self) -> None:
        if self._wake.locked():
            try:
                self._wake.release()
            except RuntimeError:
                pass  # Another thread did.

    def close(self, lines: list) -> None:
        """The last words, written by whoever ends the program."""
        self._over = True
        if not self._writing.acquire(timeout=end_seconds):
            return
        self._queue.extend(lines)
        self._take_all()
        self._write()

    def abandon(self) -> None:
        """In a forked child: these files are the parent's."""
        self._over = True

    # --- in the agent's thread

    def _loop(self) -> None:
        # A hub that attaches puts its own line in our place.
        while not self._over and self.rt.line is self:
            with self.rt.guard("files"), self._writing:
                if self._over:
                    return
                self._take_all()
                now = monotonic()
                if now >= self._next_write:
                    self._next_write = now + write_seconds
                    self._write()
            with self.rt.guard("files"):
                if monotonic() >= self._next_turn:
                    self._next_turn = monotonic() + self.rt.turn()
            seconds = min(self._next_turn, self._next_write) - monotonic()
            if seconds > 0 and self._wake.acquire(timeout=seconds):
                # What is said next goes with it.
                self._wake.acquire(timeout=gather_seconds)

    def _take_all(self) -> None:
        events = []
        while self._queue:
            with self.rt.guard("a line"):
                text = self._take(self._queue.popleft())
                if text is not None:
                    events.append(text)
        if events and self._events is not None:
            _write_to(self._events, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600, b"".join(events))

    def _take(self, line: dict):
        """The text of an event; all else is kept for the report."""
        say = line["say"]
        if say == "event":
            event = line["event"]
            self._seq += 1
            return words.line({**event, "seq": self._seq, "data": event["data"] if "session" in event else told(event["data"])})
        if say == "target":
            self._info = line["target"]
        elif say == "state":
            self._state = line["state"]
        elif say == "end":
            self._info = line["info"]
        elif say == "finding":
            if line["finding"].get("count", 0) == 0:
                self._findings.pop(line["key"], None)
            else:
                self._findings[line["key"]] = line["finding"]
        return None

    def _write(self) -> None:
        if self._report is None:
            return
        text = words.line(self.report())
        mode = _mode_of(self._report)
        if mode is not None and mode & _kind != _plain:
            # As /dev/null or a pipe: written to, never replaced, and not waited for.
            _write_to(self._report, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0), 0, text)
            return
        # Whoever looks there finds a whole one, that is its user's unless a file was there.
        draft = f"{self._report}.{getpid()}.tmp"
        # Not what lies there already, as a link that another user has laid.
        try:
            os.unlink(draft)
        except FileNotFoundError:
            pass
        _write_to(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if mode is None else mode & 0o777, text)
        os.replace(draft, self._report)

    def report(self) -> dict:
        target, state = self.rt.target, self._state
        findings = [{**one, "target": target} for one in self._findings.values()]
        told_sections = {}
        for name in _sections:
            listing = state["sections"].get(name)
            if listing is None or listing["total"] == 0:
                told_sections[name] = {"total": 0, "live": 0, "items": [], "dropped": 0}
            else:
                told_sections[name] = {**listing, "items": [{**one, "target": target} for one in listing["items"]]}
        return {
            "version": 1,
            "targets": [self._info],
            "started": self.rt.started,
            "ended": now_ms(),
            **told_sections,
            "system": {target: state["system"]},
            "findings": sorted(findings, key=lambda one: (_ranks.get(one["severity"], 3), one["firstAt"])),
            "dropped": state["dropped"],
        }


def _write_to(path: str, flags: int, mode: int, data: bytes) -> None:
    fd = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), mode)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(fd, view) :]
    finally:
        os.close(fd)


def _mode_of(path: str):
    """None: nothing is there."""
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None
