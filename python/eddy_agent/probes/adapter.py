"""
Starts debugpy's adapter on the standard streams. As it comes it listens for further clients, whom it asks for no token, and lets
each attach to any process of this user. Ours has one client, at its standard streams, and lets in only who has its token.

Run by path, by the interpreter of the program: adapter.py [FOLDER], where FOLDER has debugpy.
"""

import os
import runpy
import socket
import sys


def main() -> None:
    # This folder is not a place to import from.
    sys.path[:] = [one for one in sys.path if one != os.path.dirname(os.path.abspath(__file__))]
    token = os.environ.pop("EDDY_ADAPTER_TOKEN", "")
    if not token:
        raise SystemExit("EDDY_ADAPTER_TOKEN is missing.")
    sys.path.extend(sys.argv[1:2])

    import debugpy
    from debugpy import adapter
    from debugpy.adapter import __main__ as entry
    from debugpy.adapter import clients
    from debugpy.common import messaging

    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "debugpy_versions.py")
    refusal = runpy.run_path(beside)["why_not"](debugpy.__version__)
    if refusal:
        raise SystemExit(refusal)

    def serve(host: str, port: int) -> "tuple[str, int]":
        # Called once it has made a token of its own, before anybody can dial.
        adapter.access_token = token
        return "127.0.0.1", 0

    from_socket = messaging.JsonIOStream.from_socket

    def at_once(sock: socket.socket, *more: object) -> object:
        # It writes each message in two parts: the second would wait some 40 ms for the first to be acknowledged.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return from_socket(sock, *more)

    messaging.JsonIOStream.from_socket = at_once
    clients.serve = serve
    clients.listener = None
    clients.stop_serving = lambda: None
    sys.argv[1:] = []
    # Newer ones read the words themselves.
    takes_words = entry.main.__code__.co_argcount > 0
    entry.main(*([entry._parse_argv(sys.argv)] if takes_words else []))


main()
