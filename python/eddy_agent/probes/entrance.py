"""How debugpy comes into this process: imported while its adapter starts, and dialled without the waits that it has of its own."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Any, Iterator, Tuple

from ..native import new_lock
from .environment import SetForAMoment

_quiet = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
_sleep_seconds = 0.002
#: Held while the environment is not the program's own.
_entering = new_lock()


def load() -> None:
    """Nothing is traced by that, and nobody dialled."""
    with _entering, SetForAMoment(_quiet):
        import debugpy.server.api  # noqa: F401


def dial(address: Tuple[str, int], token: str) -> None:
    """Returns when debugpy has its first lines and sees every thread."""
    _must_have_way(address)
    with _entering, SetForAMoment(_quiet):
        import debugpy

        # Children have agents of their own, and so debuggers of their own.
        debugpy.configure(subProcess=False)
        with _hastened():
            debugpy.connect(address, access_token=token)


def _must_have_way(address: Tuple[str, int]) -> None:
    """Where there is none, pydevd would print that where the program prints. To connect a datagram's socket sends nothing."""
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as way:
        try:
            way.connect(address)
        except OSError as cause:
            raise OSError(cause.errno, f"{cause.strerror}: is the loopback of this network down? ip link set lo up") from cause


def forget_after_fork() -> None:
    """In a forked child: who was entering there is not here."""
    global _entering
    _entering = new_lock()


@contextlib.contextmanager
def _hastened() -> Iterator[None]:
    """
    pydevd sends each message in two parts, the second of which waits some 40 ms for the first to be acknowledged, and sleeps
    0.1 s for its threads to start, of which none is waited for by anybody.
    """
    import pydevd

    connect, clock = pydevd.start_client, pydevd.time

    def connect_at_once(*where: Any) -> Any:
        sock = connect(*where)
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    pydevd.start_client, pydevd.time = connect_at_once, _Clock()
    try:
        yield
    finally:
        pydevd.start_client, pydevd.time = connect, clock


class _Clock:
    """`time`, where nobody sleeps long."""

    @staticmethod
    def sleep(seconds: float) -> None:
        time.sleep(min(seconds, _sleep_seconds))

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)
