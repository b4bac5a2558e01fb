"""Threads: which there are, that daemons do not hold the end up, and an error in one."""
import threading
import time

print([one.name for one in threading.enumerate()], threading.active_count(), threading.main_thread().name)
threading.Thread(target=time.sleep, args=(30,), daemon=True).start()


def fails():
    raise LookupError("in a thread")


one = threading.Thread(target=fails, name="one")
one.start()
one.join()
print(sorted(one.name for one in threading.enumerate()))
