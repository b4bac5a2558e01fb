import asyncio
import itertools
import types
import unittest
from unittest import mock

from eddy_agent import blocked


class Blocked(unittest.TestCase):
    """Of a loop that stands still at one place: what of its time was its own."""

    def setUp(self):
        self.told = []
        self.now = 100.0
        rt = types.SimpleNamespace(limits={"loopBlockedMs": 200}, stopped=False, stops=0)
        self.beats = blocked.Beats(rt)
        self.beats._running = lambda beat: None
        for target, name, value in (
            (blocked, "worked", lambda: self.now),
            (blocked, "_waited_for_cpu", lambda beat: 0.0),
            (blocked, "engine", lambda: types.SimpleNamespace(look=lambda kind, caught: self.told.append(caught.seconds))),
        ):
            patch = mock.patch.object(target, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def look(self, *times):
        async def stands():
            for _ in range(2):
                self.beats.turned(asyncio.get_running_loop())
            for at in times:
                self.now = at
                self.beats.look()

        asyncio.run(stands())

    def test_a_loop_that_stands_for_its_own_time_is_told(self):
        self.look(100.0, 100.5, 101.6)
        self.assertEqual([round(one, 1) for one in self.told], [1.6])

    def test_time_that_a_debugger_stopped_it_for_is_not_its_own(self):
        clock = itertools.count(100.0, 400.0)
        with mock.patch.object(blocked, "monotonic", lambda: next(clock), create=True):
            self.look(100.0, 100.01, 100.02)
        self.assertEqual(self.told, [])


if __name__ == "__main__":
    unittest.main()
