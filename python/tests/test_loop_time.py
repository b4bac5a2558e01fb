import types
import unittest
from unittest import mock

from eddy_agent import loop_time, used


class Times(unittest.TestCase):
    """Of a loop whose turns take what the clock says."""

    def setUp(self):
        self.now = 100.0
        self.rt = types.SimpleNamespace(stops=0)
        patches = (
            mock.patch.object(loop_time, "monotonic", lambda: self.now),
            mock.patch.object(loop_time, "_cpu", lambda native: {}),
        )
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)
        self.is_running = True
        self.loop = Loop(self)
        self.times = loop_time.LoopTimes(self.rt)
        self.time = self.times.of(self.loop, 1, 1)

    def turn(self, works=0.0, waits=None):
        """What it runs takes so long; then it waits, or goes on at once."""
        self.now += works
        self.time.turned(waits is not None, self.rt.stops)
        if waits is not None:
            self.now += waits
            self.time.waited(self.loop, self.rt.stops)

    def read(self):
        return {name: value for name, value in self.times.read().items() if name != "delay"}

    def delay(self):
        told = self.times.read()["delay"]
        return told["meanMs"], told["maxMs"]

    def test_work_and_waiting_are_told_apart(self):
        for _ in range(4):
            self.turn(works=0.25, waits=0.75)
        self.turn(works=0.5)
        self.assertEqual(self.read(), {"activeMs": 1500, "idleMs": 3000, "worstDelayMs": 500})

    def test_late_is_the_longest_turn_since_the_state_before_and_what_was_due_waited_on_average(self):
        self.turn(works=1.0, waits=3.0)
        self.assertEqual(self.delay(), (125, 1000))
        self.turn(works=0.5, waits=0.5)
        self.assertEqual(self.delay(), (125, 500))
        self.assertEqual(self.read()["worstDelayMs"], 1000)

    def test_a_turn_that_is_not_over_and_a_wait_that_goes_on_count_so_far(self):
        self.turn(works=0.5, waits=0.5)
        self.now += 2.0
        self.assertEqual(self.read(), {"activeMs": 2500, "idleMs": 500, "worstDelayMs": 2000})
        self.time.turned(True, 0)
        self.now += 4.0
        self.assertEqual(self.read(), {"activeMs": 2500, "idleMs": 4500, "worstDelayMs": 2000})

    def test_who_is_woken_too_late_is_late(self):
        self.turn()
        self.loop._scheduled = [types.SimpleNamespace(_when=self.now + 1.0)]
        self.turn(waits=1.25)
        self.assertEqual(self.read(), {"activeMs": 0, "idleMs": 1250, "worstDelayMs": 250})

    def test_what_a_debugger_stopped_is_not_counted(self):
        self.turn(works=0.5, waits=0.5)
        self.now += 60.0
        self.rt.stops = 1
        self.assertEqual(self.read(), {"activeMs": 500, "idleMs": 500, "worstDelayMs": 500})
        self.turn(works=60.0)
        self.turn(works=0.25, waits=0.75)
        self.assertEqual(self.read(), {"activeMs": 750, "idleMs": 1250, "worstDelayMs": 500})

    def test_between_two_runs_nothing_is_counted(self):
        self.turn(works=0.5, waits=0.5)
        self.is_running = False
        self.now += 60.0
        self.assertEqual(self.read()["activeMs"], 500)
        self.is_running = True
        self.time.begins(lambda: self.loop)
        self.turn(works=0.25, waits=0.75)
        self.assertEqual(self.read(), {"activeMs": 750, "idleMs": 1250, "worstDelayMs": 500})

    def test_the_main_thread_is_told(self):
        self.times.of(self.loop, 2, loop_time.getpid())
        self.assertEqual(self.read()["activeMs"], 0)


class Loop:
    def __init__(self, case):
        self._case = case
        self._scheduled = []

    def is_running(self):
        return self._case.is_running


class Used(unittest.TestCase):
    def test_what_the_system_does_not_tell_is_left_out(self):
        with mock.patch("builtins.open", side_effect=OSError):
            self.assertEqual(sorted(used.process_figures()), ["cpuSystemMs", "cpuUserMs"])


if __name__ == "__main__":
    unittest.main()
