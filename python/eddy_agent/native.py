"""
What we stand on, held from the first moment: a program may replace or delete any of it. Only modules written in C, so that
nothing lies in `sys.modules` afterwards that a file of the program's could be meant by.
"""

from __future__ import annotations

import _thread
import errno
import itertools
import os
import sys
import time
from _collections import deque

try:
    from _contextvars import ContextVar, copy_context
except ImportError:  # Not CPython.
    from contextvars import ContextVar, copy_context
try:
    from _weakref import ref
except ImportError:
    from weakref import ref

getframe = sys._getframe
get_ident = _thread.get_ident
new_lock = _thread.allocate_lock
start_thread = _thread.start_new_thread
monotonic = time.monotonic
sleep = time.sleep
wall = time.time
getpid = os.getpid
count = itertools.count

__all__ = [
    "ContextVar",
    "copy_context",
    "count",
    "deque",
    "errno",
    "get_ident",
    "getframe",
    "getpid",
    "monotonic",
    "new_lock",
    "now_ms",
    "os",
    "ref",
    "sleep",
    "start_thread",
    "sys",
    "wall",
]


def now_ms() -> int:
    """Epoch ms."""
    return int(wall() * 1000)
