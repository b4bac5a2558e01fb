"""Becomes another program, with the same pid."""
import os
import sys

print("first", flush=True)
os.execv(sys.executable, [sys.executable, "-c", "print('second'); raise SystemExit(6)"])
