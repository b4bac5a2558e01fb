"""A handler of the program's runs in the main thread, also while that waits."""
import os
import signal
import subprocess
import sys
import threading

signal.signal(signal.SIGUSR1, lambda number, frame: print("handled", number, threading.current_thread().name))
subprocess.run([sys.executable, "-c", f"import os; os.kill({os.getpid()}, {int(signal.SIGUSR1)})"], check=True)
print(signal.sigwait([signal.SIGUSR2]) if False else "on")
