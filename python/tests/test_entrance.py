import socket
import sys
import time
import types
import unittest

from eddy_agent.probes import entrance


class HastenedTest(unittest.TestCase):
    def setUp(self):
        self.pydevd = types.ModuleType("pydevd")
        self.pydevd.time = time
        self.pydevd.start_client = self.dial = lambda *where: socket.socket()
        before = sys.modules.get("pydevd")
        sys.modules["pydevd"] = self.pydevd
        self.addCleanup(lambda: sys.modules.pop("pydevd") if before is None else sys.modules.update(pydevd=before))

    def test_it_dials_without_waits_and_sleeps_shortly(self):
        slept = []
        own, time.sleep = time.sleep, slept.append
        try:
            with entrance._hastened():
                self.pydevd.time.sleep(0.1)
                self.pydevd.time.sleep(0.001)
                self.assertIs(self.pydevd.time.monotonic, time.monotonic)
                with self.pydevd.start_client("127.0.0.1", 1) as sock:
                    self.assertNotEqual(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), 0)
        finally:
            time.sleep = own
        self.assertEqual(slept, [0.002, 0.001])

    def test_what_it_has_of_its_own_is_there_again_also_after_a_failure(self):
        with self.assertRaises(SystemExit):
            with entrance._hastened():
                raise SystemExit(1)
        self.assertIs(self.pydevd.time, time)
        self.assertIs(self.pydevd.start_client, self.dial)


if __name__ == "__main__":
    unittest.main()
