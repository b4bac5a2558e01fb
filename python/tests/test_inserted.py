import asyncio
import os
import random
import tempfile
import unittest

from eddy_agent import inserted
from eddy_agent.insert import MARK
from eddy_agent.recompile import recompiled

stamp = ("this Python", 1, 2)
watched = [
    (asyncio.BaseEventLoop._run_once, ("self",), ["start"]),
    (asyncio.Lock.acquire, ("self",), ["start", "returns", "end"]),
    (asyncio.BaseEventLoop.shutdown_asyncgens, ("self",), ["start"]),
]


def body(code):
    """All that a code object is; `==` leaves columns out."""
    inner = [body(one) if hasattr(one, "co_code") else one for one in code.co_consts]
    return {name: getattr(code, name) for name in dir(code) if name.startswith("co_") and not callable(getattr(code, name))} | {"co_consts": inner}


class Inserted(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "made", "kept.code")

    def open(self, stamp=stamp):
        return inserted.Inserted(self.path, stamp)

    def filled(self):
        book = self.open()
        for function, names, wanted in watched:
            book.put(inserted.key_of(function, names, wanted), function.__code__, recompiled(function, names, set(wanted)))
        book.keep()
        return book

    def test_what_was_kept_is_what_would_be_compiled(self):
        self.filled()
        book = self.open()
        for function, names, wanted in watched:
            found = book.find(inserted.key_of(function, names, wanted), function.__code__)
            self.assertEqual(body(found), body(recompiled(function, names, set(wanted))))
            self.assertEqual({one for one in found.co_consts if isinstance(one, str) and one.startswith(MARK)}, {MARK + one for one in wanted})
        self.assertEqual(os.listdir(os.path.dirname(self.path)), ["kept.code"])

    def test_only_for_the_very_function(self):
        self.filled()
        function, names, wanted = watched[0]
        key = inserted.key_of(function, names, wanted)
        code = function.__code__
        for other in (code.replace(co_firstlineno=code.co_firstlineno + 1), code.replace(co_consts=(*code.co_consts, 7))):
            self.assertIsNone(self.open().find(key, other))
        self.assertIsNone(self.open(("another Python", 1, 2)).find(key, code))

    def test_damage_is_no_reason_to_fail(self):
        self.filled()
        with open(self.path, "rb") as file:
            whole = file.read()
        seed = random.randrange(2**31)
        draw = random.Random(seed)
        for number in range(60):
            text = bytearray(whole)
            if number % 2:
                del text[draw.randrange(len(text)) :]
            else:
                text[draw.randrange(len(text))] ^= 1 << draw.randrange(8)
            with open(self.path, "wb") as file:
                file.write(text)
            self.assertEqual(self.open().entries, {}, f"seed {seed}, {number}")
        os.unlink(self.path)
        self.assertEqual(self.open().entries, {})

    def test_a_folder_that_cannot_be_written(self):
        os.makedirs(os.path.dirname(self.path))
        os.makedirs(self.path)
        book = self.filled()
        self.assertEqual(len(book.entries), len(watched))
        self.assertEqual(os.listdir(os.path.dirname(self.path)), ["kept.code"])


if __name__ == "__main__":
    unittest.main()
