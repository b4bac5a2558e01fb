"""
The way to the hub. Whoever says something appends to a queue and goes on. Two loops, each in a thread of its own: the writer
(dials, encodes, sends, keeps time for `rt.turn`), the reader (orders, acks). A hub that is gone or too slow loses events and
never holds anybody up; one that comes back hears first how all stands, then what happened meanwhile, as far as it was kept.
"""

from __future__ import annotations

from . import threads, words
from .backlog import Backlog
from .dial import Redial, dial, dial_seconds, greeting
from .leave import leave_lines, take_back_lines
from .native import deque, monotonic, new_lock, now_ms, start_thread
from .runtime import told

#: Lines that wait to be encoded; events past it are let go.
most_waiting = 20_000
#: The program's end waits for us at most this long.
end_seconds = 0.1
#: Beyond it only for a dial that is under way to another machine.
dialling_seconds = 1.0
#: So long the program's start waits for a socket of this machine.
first_seconds = 0.05
#: Lines that only tell are sent together, a moment later.
gather_seconds = 0.01
most_line = 16 * 1024 * 1024


class Line:
    """Made once a process: a forked child makes its own."""

    def __init__(self, rt, about, orders) -> None:
        self.rt = rt
        self.options = rt.options
        #: () -> what a target says of itself.
        self.about = about
        self.orders = orders
        self._queue: deque = deque()
        self._backlog = Backlog(self._drop_event)
        #: By what they are: the last line of each that a hub must hear first.
        self._standing: dict = {}
        self._wake = new_lock()
        self._wake.acquire()
        self._asleep = False
        #: When the parts that look now and then are due; monotonic.
        self._next_turn = 0.0
        self._urgent = False
        self._socket = None
        self._redial = Redial()
        self._dial_at = 0.0
        self._was_open = False
        #: The last dial found nobody.
        self._failed = False
        self._over = False
        self._ending = False
        self._given_up = False
        #: Held while somebody is dialled.
        self._dialling = new_lock()
        self._acked = new_lock()
        self._acked.acquire()
        self._flushed = new_lock()
        self._flushed.acquire()
        #: Number of the last event that was written, and how many were let go before the next: a gap tells of them.
        self._seq = 0
        self._skipped = 0
        #: How many of those that have a number were let go.
        self._let_go = 0
        #: Thread ids of ours: a debugger must leave them alone.
        self.threads: list = []

    def start(self) -> None:
        if self.options.socket_path is not None:
            # At once, and over a socket of this machine in no time: a program may be killed before its first line.
            self._try_dial(first_seconds)
        self.say({"say": "target", "target": self.about()}, self._socket is None)
        if self._socket is not None:
            self._send_all()
        start_thread(threads.run, (self, self._write_loop))

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    # --- in any thread of the program

    def say(self, line: dict, urgent: bool = False) -> None:
        self._queue.append(line)
        self._call(urgent)

    def say_event(self, event: dict, urgent: bool) -> None:
        if len(self._queue) >= most_waiting:
            self.rt.drop("event lines")
            self._skipped += 1
            return
        self._queue.append({"say": "event", "event": event})
        self._call(urgent)

    def hasten(self) -> None:
        """Another part wants turns: how long to sleep is reckoned anew."""
        self._next_turn = 0.0
        self._call(True)

    def _call(self, urgent: bool) -> None:
        if urgent:
            self._urgent = True
        if self._asleep:
            self._asleep = False
            try:
                self._wake.release()
            except RuntimeError:
                pass  # Another thread did.

    def close(self, lines: list, seconds: float = end_seconds) -> None:
        """The last words; returns when they left the process, or when the time is up: then they lie beside the socket."""
        deadline = monotonic() + seconds
        # In this order: the writer says that all is out when it finds nothing left, and that we are ending.
        self._queue.extend(lines)
        self._ending = True
        self._asleep = True
        self._call(True)
        heard = self._acked if self.options.keep else self._flushed
        if self._socket is None and self._failed:
            self._given_up = True
        elif not heard.acquire(timeout=max(0.0, deadline - monotonic())):
            self._given_up = True
        if self._given_up:
            self._leave(lines)
        # The process ends now: nothing is begun any more, and what is being dialled is waited for. OpenSSL would end it by a signal.
        self._over = True
        by_tls = self.options.socket_path is None
        self._dialling.acquire(timeout=max(dialling_seconds if by_tls else 0.0, deadline - monotonic()))

    # --- the writer

    def _write_loop(self) -> None:
        while not self._over:
            with self.rt.guard("line"):
                now = monotonic()
                if self._socket is None and now >= self._dial_at and self._may_dial():
                    self._try_dial()
                self._send_all()
                if now >= self._next_turn:
                    self._next_turn = monotonic() + self.rt.turn()
                if self._socket is None and self._was_open and not self.options.keep and not self.rt._every:
                    return
            self._sleep()

    def _sleep(self) -> None:
        seconds = self._next_turn - monotonic()
        if self._socket is None and (self.options.keep or not self._was_open):
            seconds = min(seconds, self._dial_at - monotonic())
        self._asleep = True
        if self._queue and self._socket is not None:
            self._asleep = False
            return
        if seconds > 0 and self._wake.acquire(timeout=seconds) and not self._urgent:
            self._wake.acquire(timeout=gather_seconds)
        self._asleep = False
        self._urgent = False

    def _may_dial(self) -> bool:
        """A hub that was there and does not stay is over; at the end nobody is dialled twice."""
        return (self.options.keep or not self._was_open) and not (self._ending and self._failed)

    def _try_dial(self, seconds: float = dial_seconds) -> None:
        try:
            with self._dialling:
                if self._over:
                    return
                sock = dial(self.options, seconds)
                sock.sendall(greeting(self.options))
        except Exception:
            self._failed = True
            self._dial_at = monotonic() + self._redial.lost()
            self._give_up_if_ending()
            return
        found = self._was_open
        self._socket, self._was_open, self._failed = sock, True, False
        if found:
            with self.rt.guard("found"):
                self.orders.found()
        self._take_back()
        self._send(b"".join(self._standing.values()))
        self._send(b"".join(self._backlog.take()))
        start_thread(threads.run, (self, self._read_loop, sock))

    def _send_all(self) -> None:
        queue = self._queue
        while queue:
            if self._over:
                return
            chunk, out = [], self._socket is not None
            size = 0
            while queue and size < 256 * 1024:
                line = queue.popleft()
                with self.rt.guard("a line"):
                    text = self._encode(line)
                    size += len(text)
                    if self._note(line, text, out):
                        chunk.append(text)
            if chunk and self._socket is not None:
                self._send(b"".join(chunk))
        self._flushed_if_ending()

    def _encode(self, line: dict) -> bytes:
        if line["say"] == "state":
            said = {"seq": self._seq, "letGo": self._let_go}
            return words.line({**line, "state": {**line["state"], "said": said}})
        if line["say"] != "event":
            return words.line(line)
        event = line["event"]
        if event["seq"] == 0:
            self._seq += 1 + self._skipped
            self._let_go += self._skipped
            self._skipped = 0
            event["seq"] = self._seq
            if self._let_go:
                event["letGo"] = self._let_go
        if "session" not in event:
            event = {**event, "data": told(event["data"])}
        return words.line({"say": "event", "event": event})

    def _note(self, line: dict, text: bytes, out: bool) -> bool:
        """Keeps what must be kept. Whether it goes out now."""
        say = line["say"]
        if len(text) > most_line:
            self.rt.drop("lines that were too long")
            self._let_go += say == "event"
            return False
        if say == "event":
            if not out:
                if self._was_open and not self.options.keep:
                    self._drop_event()
                else:
                    self._backlog.push(text, "session" in line["event"])
        elif say == "finding":
            key = "finding " + line["key"]
            if line["finding"].get("count", 0) == 0:
                self._standing.pop(key, None)
            elif key in self._standing or len(self._standing) < 1_000:
                self._standing[key] = text
            else:
                self.rt.drop("finding lines")
        elif say in ("target", "state", "activity", "end"):
            self._standing[say] = text
        return out

    def _drop_event(self) -> None:
        self.rt.drop("lines while the hub was away")
        self._let_go += 1

    def _send(self, data: bytes) -> None:
        sock = self._socket
        if not data or sock is None:
            return
        try:
            sock.sendall(data)
        except Exception:
            self._lost(sock)

    def _flushed_if_ending(self) -> None:
        if self._ending and not self._queue and self._socket is not None and self._flushed.locked():
            self._flushed.release()

    def _give_up_if_ending(self) -> None:
        """Who waits for us to be heard waits in vain."""
        if self._ending:
            self._given_up = True
            for lock in (self._flushed, self._acked):
                if lock.locked():
                    lock.release()

    def _lost(self, sock) -> None:
        if self._socket is not sock:
            return
        self._socket, self._failed = None, True
        self._dial_at = monotonic() + self._redial.lost()
        with self.rt.guard("lost"):
            sock.close()
        with self.rt.guard("lost"):
            self.orders.lost()
        self._give_up_if_ending()

    # --- the reader

    def _read_loop(self, sock) -> None:
        rest = b""
        while not self._over and self._socket is sock:
            try:
                data = sock.recv(65_536)
            except OSError:
                data = b""
            if not data:
                break
            self._redial.stands()
            rest += data
            if len(rest) > most_line:
                break
            *whole, rest = rest.split(b"\n")
            for text in whole:
                with self.rt.guard("an order"):
                    self._hear(text)
        self._lost(sock)
        self._call(True)

    def _hear(self, text: bytes) -> None:
        if not text.strip():
            return
        line = words.loads(text.decode("utf-8"))
        if line.get("say") == "order":
            if line.get("target") == self.rt.target:
                self.orders.take(line, self.say)
        elif line.get("say") == "ack" and line.get("upTo") == "end" and self._acked.locked():
            self._acked.release()

    # --- what nobody heard

    def _leave(self, lines: list) -> None:
        path = self.options.socket_path
        if path is None:
            return
        with self.rt.guard("last words"):
            said = [greeting(self.options), words.line({"say": "target", "target": self.about()})]
            said.extend(self._backlog.take())
            said.extend(self._encode(one) for one in [*list(self._queue), *lines] if one["say"] != "answer")
            leave_lines(path, self.rt.target, b"".join(dict.fromkeys(said)))

    def _take_back(self) -> None:
        path = self.options.socket_path
        if path is not None and self._was_open:
            take_back_lines(path, self.rt.target)

    def abandon(self) -> None:
        """In a forked child: the parent's connection is not ours to speak over."""
        self._over = True
        sock, self._socket = self._socket, None
        if sock is not None:
            with self.rt.guard("fork"):
                sock.close()


def last_lines(rt, about: dict, end: dict) -> list:
    """State and end, as the hub is told them."""
    at = now_ms()
    info = {**about, "notes": list(rt.notes), "ended": at, "end": end}
    return [
        {"say": "state", "target": rt.target, "at": at, "state": rt.state()},
        {"say": "end", "target": rt.target, "at": at, "info": info},
    ]
