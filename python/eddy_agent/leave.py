"""What a target could not say to its hub, as a file beside the hub's socket. Whoever looks there finds whole ones."""

from __future__ import annotations

import time

from .native import os


def leave_lines(socket_path: str, target: str, lines: bytes) -> None:
    file = _file_of(socket_path, target)
    draft = f"{file}.{time.monotonic_ns()}.draft"
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        view = memoryview(lines)
        while view:
            view = view[os.write(fd, view) :]
    finally:
        os.close(fd)
    os.rename(draft, file)


def take_back_lines(socket_path: str, target: str) -> bool:
    """False when it is not there any more: the hub has it."""
    try:
        os.unlink(_file_of(socket_path, target))
    except OSError:
        return False
    return True


def _file_of(socket_path: str, target: str) -> str:
    return os.path.join(os.path.dirname(socket_path), f"{target}.lines")
