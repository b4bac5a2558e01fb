"""Where a hub is, how it is dialled, and when again."""

from __future__ import annotations

import _socket

from . import words
from .native import getpid, os, wall

protocol_version = 1

first_seconds = 0.1
longest_seconds = 30.0
#: After so many failures in a row it is no short absence.
failures_to_open = 12
open_seconds = 120.0
dial_seconds = 10.0
#: Programs expect the lowest numbers for their own files; and some close all of them.
lowest_fd = 512


class Redial:
    """Soon, then at growing distances, each with a part of chance, so that many targets do not come back in one moment."""

    def __init__(self) -> None:
        self._failures = 0

    def stands(self) -> None:
        self._failures = 0

    def lost(self) -> float:
        """In how many seconds."""
        failures, self._failures = self._failures, self._failures + 1
        whole = open_seconds if failures >= failures_to_open else min(longest_seconds, first_seconds * 2**failures)
        # Not the program's random numbers.
        chance = (hash((wall(), getpid())) & 0xFFFF) / 0x10000
        return whole * (1 + chance) / 2


def greeting(options) -> bytes:
    """Raises when there is no token, or none yet."""
    hello = {"say": "hello", "version": protocol_version, "token": options.read_token(), "pid": getpid()}
    if options.run is not None:
        hello["run"] = options.run
    return words.line(hello)


def dial(options, seconds: float = dial_seconds):
    """A connected socket. Raises where nobody answers."""
    address = options.address
    if "://" not in address:
        return _connect(_socket.AF_UNIX, address, seconds=seconds)
    way, _, rest = address.partition("://")
    host, _, port = rest.rstrip("/").rpartition(":")
    if way not in ("tcp", "tls") or not port.isdigit():
        raise ValueError("EDDY_HUB is no address of a hub.")
    host = host.strip("[]")
    error: Exception = OSError(f"{host} has no address.")
    for family, kind, protocol, _, where in _socket.getaddrinfo(host, int(port), 0, _socket.SOCK_STREAM):
        try:
            sock = _connect(family, where, kind, protocol)
        except OSError as one:
            error = one
            continue
        sock.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        sock.setsockopt(_socket.SOL_SOCKET, _socket.SO_KEEPALIVE, 1)
        return sock if way == "tcp" else _secured(sock, host, options.ca)
    raise error


def _connect(family, where, kind=_socket.SOCK_STREAM, protocol=0, seconds: float = dial_seconds):
    sock = _high(_socket.socket(family, kind, protocol))
    try:
        sock.settimeout(seconds)
        sock.connect(where)
        sock.settimeout(None)
    except BaseException:
        sock.close()
        raise
    return sock


def _high(sock):
    """The same socket under a number that is out of the program's way."""
    try:
        import fcntl

        fd = fcntl.fcntl(sock.fileno(), fcntl.F_DUPFD_CLOEXEC, lowest_fd)
    except (ImportError, OSError):
        return sock
    high = _socket.socket(sock.family, sock.type, sock.proto, fileno=fd)
    sock.close()
    return high


def _secured(sock, host: str, ca):
    # Most never need it, and it takes a while to load.
    import socket
    import ssl

    context = ssl.create_default_context(cafile=ca)
    plain = socket.socket(sock.family, sock.type, sock.proto, fileno=os.dup(sock.fileno()))
    sock.close()
    return context.wrap_socket(plain, server_hostname=host)
