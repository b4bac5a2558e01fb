"""
inserted: what was compiled by an earlier program, kept as Python keeps its bytecode: in the same folder, for this very Python. An
entry counts only for a function that is byte for byte the one that it was made of. Where nothing can be read or written, or it is
damaged, the source is compiled again.
"""
from __future__ import annotations

import marshal

from . import runtime
from .native import getpid, os, sys

try:
    from _imp import source_hash
except ImportError:  # Not CPython.
    source_hash = None

most_entries = 400
most_bytes = 4 * 1024 * 1024
keep_seconds = 1.0
#: Marshalled so, the same code gives the same bytes in every process.
_plain = 2


class Inserted:
    """One a process. `entries`: by key, the bytes of a function's code as it was, and as it becomes."""

    def __init__(self, path: str | None, stamp: tuple) -> None:
        self.path = path if source_hash is not None else None
        self.stamp = stamp
        self.used: set = set()
        self.is_new = False
        self.entries: dict = self._read()

    def find(self, key: str, code: object):
        entry = self.entries.get(key)
        if entry is None or entry[0] != marshal.dumps(code, _plain):
            return None
        self.used.add(key)
        return marshal.loads(entry[1])

    def put(self, key: str, code: object, changed: object) -> None:
        self.entries[key] = (marshal.dumps(code, _plain), marshal.dumps(changed))
        self.used.add(key)
        self.is_new = True

    def _read(self) -> dict:
        try:
            with open(self.path, "rb") as file:
                text = file.read(most_bytes)
            if text[:8] != source_hash(len(text) - 8, text[8:]):
                return {}
            stamp, entries = marshal.loads(text[8:])
            return entries if stamp == self.stamp else {}
        except Exception:
            return {}

    def keep(self) -> None:
        """Whole or not at all: another program may be reading."""
        if not self.is_new or self.path is None:
            return
        self.is_new = False
        entries = dict(self.entries)
        if len(entries) > most_entries:
            entries = {key: one for key, one in entries.items() if key in self.used}
        body = marshal.dumps((self.stamp, entries))
        beside = f"{self.path}.{getpid()}"
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            with open(beside, "wb") as file:
                file.write(source_hash(len(body), body) + body)
            os.replace(beside, self.path)
        except OSError:
            try:
                os.unlink(beside)
            except OSError:
                pass


def _stamp() -> tuple:
    """Of what compiles: another Python or another version of ours begins anew."""
    try:
        own = os.stat(os.path.join(os.path.dirname(__file__), "recompile.py"))
        return (sys.version, own.st_size, own.st_mtime_ns)
    except OSError:
        return (sys.version, 0, 0)


def _path() -> str | None:
    cached = getattr(__spec__, "cached", None)
    return None if not cached else f"{cached.rpartition('.')[0]}-{sys.hexversion:x}.code"


_known: Inserted | None = None


def _book() -> Inserted:
    global _known
    if _known is None:
        _known = Inserted(_path(), _stamp())
    return _known


def key_of(function: object, names: tuple, wanted: list) -> str:
    return "|".join((function.__code__.co_filename, function.__qualname__, *names, "", *wanted))


def find(key: str, code: object):
    """The code with calls in it, or None. What is amiss with it is no reason to go without."""
    try:
        return _book().find(key, code)
    except Exception:
        return None


def put(key: str, code: object, changed: object) -> None:
    """It is written later, in the agent's thread or at the end."""
    try:
        book = _book()
        was_new = book.is_new
        book.put(key, code, changed)
        rt = runtime.get()
        if not was_new and "inserted" not in rt.installed:
            rt.installed.add("inserted")
            rt.every(keep_seconds, book.keep)
            rt.at_end(book.keep)
    except Exception:
        pass
