"""os._exit: no handler runs, and what was not flushed is lost."""
import atexit
import os
import sys

atexit.register(print, "never said")
print("flushed", flush=True)
sys.stdout.write("lost")
os._exit(5)
