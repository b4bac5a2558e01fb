"""used: what the process uses, as the report's `system` has it. What the system does not tell is left out. Python has no heap that could be measured at no cost."""

from __future__ import annotations

import time

from .native import os


def process_figures() -> dict:
    times = os.times()
    told = {"cpuUserMs": times.user * 1000, "cpuSystemMs": times.system * 1000}
    for read in (_memory, _status, _uptime):
        try:
            told.update(read())
        except (OSError, ValueError, IndexError, AttributeError):
            pass
    return told


def _memory() -> dict:
    with open("/proc/self/statm", "rb") as file:
        return {"rssBytes": int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")}


def _status() -> dict:
    told = {}
    with open("/proc/self/status", "rb") as file:
        for line in file:
            if line.startswith(b"Threads:"):
                told["threads"] = int(line.split()[1])
            elif line.startswith(b"VmHWM:"):
                told["rssPeakBytes"] = int(line.split()[1]) * 1024
    return told


def _uptime() -> dict:
    with open("/proc/self/stat", "rb") as file:
        # The name of the program may have spaces and brackets of its own.
        after_name = file.read().rpartition(b")")[2].split()
    seconds = time.clock_gettime(time.CLOCK_BOOTTIME) - int(after_name[19]) / os.sysconf("SC_CLK_TCK")
    return {"uptimeMs": round(seconds * 1000)} if seconds > 0 else {}
