import os
import subprocess
import sys
import unittest

_folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

#: A program that never imports `threading`; a thread of ours does.
_program = """
import _thread, sys
from eddy_agent import threads
assert "threading" not in sys.modules
done = _thread.allocate_lock()
done.acquire()
def load():
    threads.load_threading()
    done.release()
_thread.start_new_thread(load, ())
done.acquire()
import threading
print(threading.main_thread().ident == _thread.get_ident(), threading.current_thread().name, threading.active_count())
child = threading.Thread(target=print, args=("child",))
child.start()
child.join()
"""


class Threads(unittest.TestCase):
    def test_the_programs_first_thread_is_the_main_one_also_when_ours_loads_threading(self):
        done = subprocess.run(
            [sys.executable, "-S", "-c", _program], cwd=_folder, capture_output=True, text=True, timeout=60, check=False
        )
        self.assertEqual((done.stdout, done.stderr, done.returncode), ("True MainThread 1\nchild\n", "", 0))


if __name__ == "__main__":
    unittest.main()
