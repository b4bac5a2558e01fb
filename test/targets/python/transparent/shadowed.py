"""A file that is called as one that asyncio needs: the import fails, and the traceback shows Python's frames and the program's alone."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "broken"))
try:
    import asyncio
finally:
    print("asyncio" in sys.modules)
