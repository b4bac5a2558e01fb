import types
import unittest
from unittest import mock

from eddy_agent.findings import looks
from eddy_agent.locks import book


def ticket(name, **at):
    flow = types.SimpleNamespace(id=name, name=name)
    return types.SimpleNamespace(flow=flow, asked=types.SimpleNamespace(own=None), **at)


class Ages(unittest.TestCase):
    """How long a lock has been held, or waited for, is never less than nothing."""

    def test_a_stop_that_was_counted_after_a_flow_began_to_wait(self):
        now = looks.worked()
        lock = types.SimpleNamespace(serial=1, name="bench", kind="Lock", capacity=1)
        lock.holds = [ticket("a", granted_at=now - 5)]
        lock.waits = [ticket("b", wanted_at=now)]
        # A second of standing still is counted, which ended before.
        with mock.patch.object(looks, "_stopped_seconds", looks.stopped() + 1):
            told = book.describe(lock)
        self.assertEqual([round(one["forMs"], -3) for one in told["holders"]], [4000])
        self.assertEqual([one["forMs"] for one in told["waiters"]], [0])
