"""An interpreter inside the process begins and ends."""
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

one = interpreters.create()
interpreters.run_string(one, "import threading; print('inside', threading.active_count(), flush=True)")
interpreters.destroy(one)
print("over")
